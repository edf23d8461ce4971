import { invertIncreasing } from "./invert_increasing.ts";

/**
 * Largest |z| of the series, which loses up to two digits to cancellation; beyond it the fraction converges
 * fast.
 */
const SERIES_END = 2.5;

/** Levels of the continued fraction: twice as many as 16 digits need at SERIES_END. */
const FRACTION_LEVELS = 80;

/** Value beyond which a tail is below the smallest float64. */
const FARTHEST = 40;

/**
 * Computes the probability that a standard normal variable exceeds `z`, to about 13 significant digits, however
 * small it is.
 * Source: Abramowitz and Stegun 1964, 26.2.11 (series) and 26.2.14 (continued fraction).
 * @returns in [0, 1]
 */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  return z < SERIES_END ? 0.5 - density(z) * seriesSum(z) : density(z) / fraction(z);
}

/**
 * Computes the quantile of the standard normal distribution.
 * @param share in [0, 1]; values closer to 0 or 1 than float64 can represent give ∓40
 * @throws RangeError for a share outside
 */
export function normalQuantile(share: number): number {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`${share} is not in [0, 1]`);
  if (share > 0.5) return -normalQuantile(1 - share);
  return invertIncreasing((z) => normalTail(-z), { target: share, low: -FARTHEST, high: 0 });
}

function density(z: number): number {
  return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
}

/** Sums z + z³/3 + z⁵/(3·5) + … */
function seriesSum(z: number): number {
  let [sum, term] = [0, z];
  for (let odd = 3; sum + term !== sum; odd += 2) {
    sum += term;
    term *= z * z / odd;
  }
  return sum;
}

/** Evaluates z + 1/(z + 2/(z + 3/(z + …))) */
function fraction(z: number): number {
  let value = z;
  for (let level = FRACTION_LEVELS; level >= 1; level--) value = z + level / value;
  return value;
}
