import { ece10, ece15 } from "./ece.ts";
import type { WeightedMetric } from "./weighted_metric.ts";

/**
 * Method for a 95 % CI from bootstrap draws of whole groups. All are widened for few groups.
 *
 * Chosen by simulation (`tests/slow/`: groups of a real video and one to four fakes, some groups harder than
 * others). For a metric itself the coverage of `bca` is nearest to 95 %: losses are skewed and AUC is bounded. A
 * paired difference is close to symmetric: the acceleration that BCa estimates from few groups is mostly noise
 * there, and `percentile` is somewhat narrow, so that the false positive rate would exceed 5 %; `student`, with the
 * bootstrap's standard error and Student's t, keeps 95 % coverage down to a handful of groups.
 */
export type IntervalMethod = "bca" | "percentile" | "student";

/** Description of the methods, for reports. */
export const INTERVAL_METHODS =
  "bootstrap of whole groups, widened for few groups: BCa for metrics (ECE: percentile), bootstrap-t for differences; for differences of AUC and other metrics that are no sums the permutation test, turned round";

/** The method for a metric itself. */
export function intervalMethod(metric: WeightedMetric): IntervalMethod {
  // ECE is almost always higher in resamples than in the sample, a bias that BCa cannot correct.
  return metric === ece10 || metric === ece15 ? "percentile" : "bca";
}
