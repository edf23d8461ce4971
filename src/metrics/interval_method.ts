import { ece10, ece15 } from "./ece.ts";
import type { WeightedMetric } from "./weighted_metric.ts";

/**
 * How a 95 % interval is read off bootstrap draws of whole groups; both kinds are widened for few groups.
 *
 * Chosen by simulation (`tests/slow/`: groups of a real video and one to four fakes, some groups harder than
 * others): for a metric itself BCa comes nearest to 95 %, because losses are skewed and AUC is bounded; for a
 * paired difference, which is close to symmetric, the acceleration estimated from few groups is mostly noise
 * and the percentile interval covers better.
 */
export type IntervalMethod = "bca" | "percentile";

/** Both methods in a sentence, for reports. */
export const INTERVAL_METHODS =
  "bootstrap of whole groups, widened for few groups: BCa for metrics, percentile for differences and ECE";

/** The method for a metric itself. */
export function intervalMethod(metric: WeightedMetric): IntervalMethod {
  // In resamples ECE is higher than in the sample, almost always: BCa would take that for a bias beyond bounds.
  return metric === ece10 || metric === ece15 ? "percentile" : "bca";
}
