import { defined } from "../records/metric_value.ts";
import type { Clusters } from "../base/numeric/statistics/cluster_resample.ts";
import { type SumMetric, sumMetric } from "./sum_metric.ts";
import { noItems } from "./weighted_metric.ts";

/** A metric that is the mean of one number per item. */
export function itemMean(values: Float64Array, clusters: Clusters): SumMetric {
  const columns = [values, new Float64Array(values.length).fill(1)];
  return sumMetric(
    columns,
    clusters,
    ([sum, count]) => count === 0 ? noItems() : defined(sum / count),
  );
}
