import { FEWEST_GROUPS } from "../../records/group_counts.ts";
import { defined, type MetricValue, undefinedBecause } from "../../records/metric_value.ts";
import type { SampledMetric } from "../../metrics/cluster_samples.ts";
import { jackknifeError } from "../../base/numeric/statistics/cluster_jackknife.ts";
import { studentQuantile } from "../../base/numeric/statistics/student_quantile.ts";

/** Probability of detecting a true difference of that size. */
const POWER = 0.8;

/**
 * The smallest true difference, in either direction, that is detected with 80 % power at the 5 % level:
 * (t₀.₉₇₅ + t₀.₈) standard errors, from the jackknife over groups. It holds for this pair only, since it depends
 * on the spread of the paired differences of its groups.
 * Source: Bloom, Evaluation Review 19, 1995 (minimum detectable effects).
 * @param difference of a metric of these videos, sampled by their groups
 * @param groups number of groups
 * @returns `null` and why with fewer than six groups, without a value, or where no group makes a difference
 */
export function detectableDifference(
  { own, without }: Pick<SampledMetric, "own" | "without">,
  groups: number,
): MetricValue {
  if (own.value === null) return own;
  if (groups < FEWEST_GROUPS) {
    return undefinedBecause("with fewer than six groups no difference can be significant");
  }
  if (without.length === 0) return undefinedBecause("no samples were drawn for it");
  if (without.some(Number.isNaN)) {
    return undefinedBecause("the metric has no value without one of the groups");
  }
  const error = jackknifeError(Array.from(without));
  if (error === 0) {
    return undefinedBecause("the difference is the same whichever group is left out");
  }
  const degrees = groups - 1;
  return defined((studentQuantile(0.975, degrees) + studentQuantile(POWER, degrees)) * error);
}
