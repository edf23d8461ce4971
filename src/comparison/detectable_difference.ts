import { defined, type MetricValue, undefinedBecause } from "../domain/metric_value.ts";
import { onceEach, type PreparedMetric } from "../metrics/weighted_metric.ts";
import { jackknifeError, leaveOneOut } from "../numeric/cluster_jackknife.ts";
import { studentQuantile } from "../numeric/student_quantile.ts";

/** With fewer groups no swap test comes below 0.05: `judge` never finds a difference. */
const FEWEST_GROUPS = 6;

/** Chance of finding a difference that is there. */
const POWER = 0.8;

/**
 * The smallest true difference, up or down, that these videos would show with a chance of 80 % at the 5 %
 * level: (t₀.₉₇₅ + t₀.₈) standard errors, those of the jackknife over groups. It belongs to this pair: how
 * far the paired differences of its groups spread decides what can be seen.
 * Source: Bloom, Evaluation Review 19, 1995 (minimum detectable effects).
 * @param difference of a metric of these videos, prepared for their groups
 * @param groups how many there are
 * @returns `null` and why with fewer than six groups, without a value, or where no group makes a difference
 */
export function detectableDifference(
  difference: PreparedMetric,
  groups: number,
): MetricValue {
  const all = difference(onceEach(groups));
  if (all.value === null) return all;
  if (groups < FEWEST_GROUPS) {
    return undefinedBecause("fewer than six groups show no difference, however large");
  }
  const without: number[] = [];
  for (const weights of leaveOneOut(groups)) {
    const { value, reason } = difference(weights);
    if (value === null) return undefinedBecause(`without one group, ${reason}`);
    without.push(value);
  }
  const error = jackknifeError(without);
  if (error === 0) {
    return undefinedBecause("the difference is the same whichever group is left out");
  }
  const degrees = groups - 1;
  return defined((studentQuantile(0.975, degrees) + studentQuantile(POWER, degrees)) * error);
}
