import { defined } from "../domain/metric_value.ts";
import type { Clusters } from "../numeric/cluster_resample.ts";
import { clusterSums } from "./cluster_sums.ts";
import { noItems, type PreparedMetric } from "./weighted_metric.ts";

/** A metric that is the mean of one number per item. */
export function itemMean(values: Float64Array, clusters: Clusters): PreparedMetric {
  const sums = clusterSums([values, new Float64Array(values.length).fill(1)], clusters);
  return (weights) => {
    const [sum, count] = sums(weights);
    return count === 0 ? noItems() : defined(sum / count);
  };
}
