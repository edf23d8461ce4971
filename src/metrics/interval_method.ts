import { METRICS } from "./registry.ts";
import type { MetricName } from "./names.ts";
import type { WeightedMetric } from "./weighted_metric.ts";

/**
 * Method for a 95 % CI over whole groups, chosen by simulation (`tests/slow/coverage_test.ts`, and
 * `docs/statistics.md` for what else was tried).
 *
 * - `loss`, `bounded loss`, `skill`: Student's t on a scale that makes skewed losses nearly symmetric (logarithm,
 *   logit, logarithm of what is left to gain), with the jackknife's standard error and fewer degrees of freedom where
 *   few groups make most of it. With scores of exactly 0 or 1: the interval with random weights for the groups and one added group in which such scores are wrong.
 * - `share`: the same on the logit, for what is bounded by 0 and 1 on both sides; `correlation`: in [−1, 1].
 * - `bca`: for what steps from one video to the next, of which the jackknife gives no standard error.
 * - `percentile`: ECE is almost always higher in samples than in the data, a bias that BCa cannot correct.
 * - `student`: for differences, with the bootstrap's standard error.
 */
export type IntervalMethod =
  | "loss"
  | "bounded loss"
  | "skill"
  | "share"
  | "correlation"
  | "bca"
  | "percentile"
  | "student";

/** Description of the methods, for reports. */
export const INTERVAL_METHODS =
  "over whole groups; metrics: Student's t with the jackknife's standard error, on the scale of the logarithm or the logit (EER, rates at a given FPR or TPR, expected cost: BCa; ECE: percentile); losses with scores of exactly 0 or 1: with random weights for the groups and one added group in which such scores are wrong; differences of log loss, Brier score and accuracy: bootstrap-t; of AUC: the inverted permutation test; of the others: Student's t with the bootstrap's standard error";

const METHODS: Readonly<Record<MetricName, IntervalMethod>> = {
  logLoss: "loss",
  logLossSkill: "skill",
  auc: "share",
  averagePrecision: "share",
  eer: "bca",
  fprAt95Tpr: "bca",
  tprAt1Fpr: "bca",
  tprAt0p1Fpr: "bca",
  brier: "bounded loss",
  ece10: "percentile",
  ece15: "percentile",
  accuracy: "share",
  balancedAccuracy: "share",
  precision: "share",
  recall: "share",
  falsePositiveRate: "share",
  f1: "share",
  mcc: "correlation",
  cost: "bca",
  faceLogLoss: "loss",
  faceAuc: "share",
};

/** The method for a metric itself. @throws RangeError for a metric that is not in the registry */
export function intervalMethod(metric: WeightedMetric): IntervalMethod {
  const name = (Object.keys(METHODS) as MetricName[]).find((name) => METRICS[name] === metric);
  if (name === undefined) throw new RangeError(`no interval method for ${metric.title}`);
  return METHODS[name];
}
