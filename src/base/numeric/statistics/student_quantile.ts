import { invertIncreasing } from "./invert_increasing.ts";

/**
 * Computes the quantile of Student's t distribution.
 * Source: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4, the exact sums for integer degrees of freedom.
 * @param share in (0, 1)
 * @param degrees of freedom, an integer from 1
 * @throws RangeError for any other share or degrees
 */
export function studentQuantile(share: number, degrees: number): number {
  if (!(share > 0 && share < 1)) throw new RangeError(`${share} is not in (0, 1)`);
  if (!(Number.isInteger(degrees) && degrees >= 1)) {
    throw new RangeError(`degrees of freedom must be an integer from 1, not ${degrees}`);
  }
  if (share < 0.5) return -studentQuantile(1 - share, degrees);
  const angle = invertIncreasing((angle) => centralShare(angle, degrees), {
    target: 2 * share - 1,
    low: 0,
    high: Math.PI / 2,
  });
  return Math.sqrt(degrees) * Math.tan(angle);
}

/**
 * Computes the probability that |t| is at least as large as a value's size, by the same sums.
 * @param degrees of freedom, an integer from 1
 */
export function studentTwoSided(value: number, degrees: number): number {
  return Math.max(0, 1 - centralShare(Math.atan(Math.abs(value) / Math.sqrt(degrees)), degrees));
}

/**
 * Computes the probability of |t| < √degrees · tan(angle), a sum of powers of the angle's cosine c (and its
 * sine s).
 */
function centralShare(angle: number, degrees: number): number {
  const [s, c] = [Math.sin(angle), Math.cos(angle)];
  const odd = degrees % 2;
  let [sum, term] = [0, odd === 1 ? c : 1];
  // Odd: c + 2/3 c³ + 2·4/(3·5) c⁵ + …; even: 1 + 1/2 c² + 1·3/(2·4) c⁴ + …; up to c^(degrees − 2).
  for (let power = odd; power <= degrees - 2; power += 2) {
    sum += term;
    term *= c * c * (power + 1) / (power + 2);
  }
  return odd === 1 ? 2 / Math.PI * (angle + s * sum) : s * sum;
}
