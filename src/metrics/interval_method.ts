import { ece10, ece15 } from "./ece.ts";
import type { WeightedMetric } from "./weighted_metric.ts";

/**
 * How a 95 % interval is made of bootstrap draws of whole groups. All are widened for few groups.
 *
 * Chosen by simulation (`tests/slow/`: groups of a real video and one to four fakes, some groups harder than
 * others). For a metric itself `bca` comes nearest to 95 %: losses are skewed and AUC is bounded. A paired
 * difference is close to symmetric: the acceleration that BCa takes from few groups is mostly noise there, and
 * `percentile` too is somewhat narrow, so that more than 5 % of unchanged variants would be called changed;
 * `student`, with the bootstrap's standard error and Student's t, keeps to 95 % down to a handful of groups.
 */
export type IntervalMethod = "bca" | "percentile" | "student";

/** All methods in a sentence, for reports. */
export const INTERVAL_METHODS =
  "bootstrap of whole groups, widened for few groups: BCa for metrics (ECE: percentile), Student's t with the bootstrap's standard error for differences";

/** The method for a metric itself. */
export function intervalMethod(metric: WeightedMetric): IntervalMethod {
  // In resamples ECE is higher than in the sample, almost always: BCa would take that for a bias beyond bounds.
  return metric === ece10 || metric === ece15 ? "percentile" : "bca";
}
