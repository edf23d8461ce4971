import type { ExtendedSums } from "../base/numeric/statistics/extra_cluster.ts";
import type { ScoredItems } from "./contract.ts";
import type { SumMetric } from "./sum_metric.ts";
import type { PreparedMetric } from "./weighted_metric.ts";

/** What scores of exactly 0 or 1 contribute to a metric of losses. */
export interface Saturation {
  /** Number of scores of exactly 0 or 1, above 0. */
  readonly scores: number;
  /** Sum of the losses of those that contradict their label. */
  readonly lost: number;
  /** Loss of each that contradicts its label. */
  readonly cost: number;
}

/** A metric whose first column are losses, some of scores of exactly 0 or 1. */
export interface SaturatedMetric extends SumMetric {
  readonly saturation: Saturation;
}

/**
 * Marks a metric of losses, its first column, if there are scores of exactly 0 or 1: the loss of a wrong one is always
 * the same, so that a sample without a wrong one does not show what they may cost.
 * @param items with the loss of each
 * @param cost loss of a score of exactly 0 or 1 that contradicts its label
 */
export function markSaturation(
  metric: SumMetric,
  { labels, probabilities, losses }: ScoredItems & { readonly losses: Float64Array },
  { cost }: Pick<Saturation, "cost">,
): SumMetric {
  let [scores, lost] = [0, 0];
  probabilities.forEach((probability, k) => {
    if (probability !== 0 && probability !== 1) return;
    scores += 1;
    if (probability !== labels[k]) lost += losses[k]!;
  });
  if (scores === 0) return metric;
  const saturation: Saturation = { scores, lost, cost };
  return Object.assign(metric, { saturation });
}

/** A metric with the largest value that can occur. */
export interface CappedMetric extends PreparedMetric {
  readonly most: number;
}

export function isCapped(metric: PreparedMetric): metric is CappedMetric {
  return "most" in metric;
}

export function isSaturated(metric: PreparedMetric): metric is SaturatedMetric {
  return "saturation" in metric;
}

/**
 * The sums of a metric with one more cluster, of average size: at best without any mistake of a score of exactly 0 or
 * 1, at worst with all of the average number of such scores wrong, and with at least one.
 */
export function saturatedSums(
  { columns, fromSums, saturation: { scores, lost, cost } }: SaturatedMetric,
): ExtendedSums {
  const clusters = columns[0]!.length;
  const means = Float64Array.from(columns, (column) => {
    return column.reduce((sum, value) => sum + value, 0) / clusters;
  });
  const right = means[0]! - lost / clusters;
  return {
    columns,
    best: means.with(0, right),
    worst: means.with(0, right + cost * Math.max(1, scores / clusters)),
    valueOf: (sums) => fromSums(sums).value ?? NaN,
  };
}
