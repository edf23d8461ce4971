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
  const sums = new Float64Array(columns.length);
  const ask: PreparedMetric = (weights) => {
    weightedSums(perCluster, Float64Array.from(weights), sums);
    return fromSums(sums);
  };
  return Object.assign(ask, { columns: perCluster, fromSums });
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
  const columns = [values, new Float64Array(values.length).fill(1)];
  return sumMetric(columns, clusters, (sums) => {
    const count = sums[1]!;
    return count === 0 ? noItems() : defined(sums[0]! / count);
  });
}
