import { defined } from "../domain/metric_value.ts";
import { noItems, type PreparedMetric } from "./weighted_metric.ts";

/** A metric that is the mean of one number per item. */
export function itemMean(values: Float64Array): PreparedMetric {
  return (weights) => {
    let sum = 0;
    let count = 0;
    for (let k = 0; k < values.length; k++) {
      sum += values[k] * weights[k];
      count += weights[k];
    }
    return count === 0 ? noItems() : defined(sum / count);
  };
}
