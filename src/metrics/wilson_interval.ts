import type { Interval } from "../records/metric_value.ts";

/** The 97.5 % point of the normal distribution: an interval of ± as many standard errors holds 95 %. */
const NORMAL_95 = 1.959963984540054;

/**
 * Score interval of a proportion of independent trials, without continuity correction.
 * Source: Wilson, J. American Statistical Association 22, 1927.
 * @param successes 0 … trials
 * @param trials whole number
 * @param options `z`: standard errors on either side; 95 % unless given
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  { z = NORMAL_95 }: { readonly z?: number } = {},
): Interval {
  if (!(successes >= 0 && successes <= trials)) {
    throw new RangeError(`${successes} successes in ${trials} trials`);
  }
  if (trials === 0) return { low: null, high: null, reason: "nothing was counted" };
  const share = successes / trials;
  const shrink = 1 + z ** 2 / trials;
  const centre = (share + z ** 2 / (2 * trials)) / shrink;
  const half = z / shrink * Math.sqrt(share * (1 - share) / trials + z ** 2 / (4 * trials ** 2));
  return {
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
    reason: null,
  };
}
