import { defined, type MetricValue } from "../records/metric_value.ts";
import type { Clusters } from "../base/numeric/statistics/cluster_resample.ts";
import { weightedSums } from "../base/numeric/statistics/weighted_sums.ts";
import { noItems, type PreparedMetric } from "./weighted_metric.ts";

/**
 * A prepared metric that is a function of sums over items. Metrics of the same sample can share the sums of the
 * columns that they have in common.
 */
export interface SumMetric extends PreparedMetric {
  /** Contribution of each cluster, one column per sum. */
  readonly columns: readonly Float64Array[];
  /** The metric of a sample with these sums. */
  readonly fromSums: (sums: Float64Array) => MetricValue;
  /** Whether it is the mean of one number per item: the first sum divided by the second, the number of items. */
  readonly isMean: boolean;
}

/**
 * Prepares a metric of sums. Each cluster is summed once, so that a sample takes time by clusters, not by items.
 * @param columns each with one number per item
 */
export function sumMetric(
  columns: readonly Float64Array[],
  clusters: Clusters,
  fromSums: SumMetric["fromSums"],
): SumMetric {
  const perCluster = columns.map((column) => clusterTotals(column, clusters));
  return clusterSums(perCluster, { fromSums, isMean: false });
}

/** Prepares a metric of sums from the contribution of each cluster. */
export function clusterSums(
  columns: readonly Float64Array[],
  parts: Pick<SumMetric, "fromSums" | "isMean">,
): SumMetric {
  const sums = new Float64Array(columns.length);
  const ask: PreparedMetric = (weights) => {
    weightedSums(columns, Float64Array.from(weights), sums);
    return parts.fromSums(sums);
  };
  return Object.assign(ask, { columns, ...parts });
}

/** Prepares the mean of one number per item from each cluster's total and its number of items. */
export function clusterMean(totals: Float64Array, counts: Float64Array): SumMetric {
  return clusterSums([totals, counts], {
    fromSums: (sums) => sums[1] === 0 ? noItems() : defined(sums[0]! / sums[1]!),
    isMean: true,
  });
}

export function isSumMetric(metric: PreparedMetric): metric is SumMetric {
  return "fromSums" in metric;
}

function clusterTotals(column: Float64Array, { ofItem, count }: Clusters): Float64Array {
  const totals = new Float64Array(count);
  for (let k = 0; k < column.length; k++) totals[ofItem[k]!]! += column[k]!;
  return totals;
}

/** A column that counts items: 1 for those to count, else 0. */
export function countColumn(items: number, isCounted: (item: number) => boolean): Float64Array {
  const column = new Float64Array(items);
  for (let k = 0; k < items; k++) if (isCounted(k)) column[k] = 1;
  return column;
}

/** A metric that is the mean of one number per item. */
export function itemMean(values: Float64Array, clusters: Clusters): SumMetric {
  const ones = new Float64Array(values.length).fill(1);
  return clusterMean(clusterTotals(values, clusters), clusterTotals(ones, clusters));
}
