import { normalQuantile, normalTail } from "./normal_distribution.ts";
import { quantile } from "./quantile.ts";
import { sampleDeviation } from "./sample_deviation.ts";
import { studentQuantile } from "./student_quantile.ts";

/** Lower and upper end of an interval. */
export type Ends = readonly [low: number, high: number];

/** Values needed for a BCa interval besides the draws. */
export interface BcaFacts {
  /** Value of the original sample. */
  readonly estimate: number;
  /** Acceleration, from `jackknifeAcceleration`. */
  readonly acceleration: number;
}

/**
 * Computes how many standard deviations of the draws a 95 % CI extends to either side. Draws of few
 * clusters have too small a spread, by √((G − 1)/G), and ignore that it is itself estimated: Student's t
 * replaces the normal 1.96. Source: Hesterberg, The American Statistician 69(4), 2015 ("expanded percentile
 * interval").
 * @param clusters G, at least 2
 */
export function computeWidenedReach(clusters: number): number {
  return Math.sqrt(clusters / (clusters - 1)) * studentQuantile(0.975, clusters - 1);
}

/**
 * Computes the percentile interval at the quantiles Φ(−reach) and Φ(reach) of the draws.
 * @param sorted at least one value, ascending
 */
export function percentileEnds(sorted: Float64Array, reach: number): Ends {
  const tail = normalTail(reach);
  return [quantile(sorted, tail), quantile(sorted, 1 - tail)];
}

/**
 * Computes the BCa interval: quantiles adjusted for the draws' bias and the acceleration.
 * Source: Efron, J. American Statistical Association 82, 1987; DiCiccio and Efron, Statistical Science 11,
 * 1996.
 * @param sorted at least one value, ascending
 */
export function bcaEnds(
  sorted: Float64Array,
  { estimate, acceleration, reach }: BcaFacts & { readonly reach: number },
): Ends {
  const bias = normalQuantile(shareBelow(sorted, estimate));
  const end = (z: number) => {
    const room = 1 - acceleration * (bias + z);
    // Beyond the pole of the correction the outermost draw is used.
    const corrected = room > 0 ? bias + (bias + z) / room : Math.sign(bias + z) * Infinity;
    return quantile(sorted, 1 - normalTail(corrected));
  };
  return [end(-reach), end(reach)];
}

/**
 * Computes Student's interval, symmetric about the estimate, with the draws' standard deviation as standard
 * error.
 * Source: Davison and Hinkley, "Bootstrap Methods and their Application", 1997, section 5.2.
 * @param draws at least two values, in any order
 */
export function studentEnds(
  draws: readonly number[],
  { estimate, reach }: { readonly estimate: number; readonly reach: number },
): Ends {
  const half = reach * sampleDeviation(draws);
  return [estimate - half, estimate + half];
}

/** Computes the share of draws below the estimate, ties counting half; never 0 or 1. */
function shareBelow(sorted: Float64Array, estimate: number): number {
  let [below, equal] = [0, 0];
  for (const value of sorted) {
    if (value < estimate) below++;
    else if (value === estimate) equal++;
  }
  const least = 1 / (2 * sorted.length);
  return Math.min(1 - least, Math.max(least, (below + equal / 2) / sorted.length));
}
