import { defined } from "../../src/records/metric_value.ts";
import type { PreparedMetric } from "../../src/metrics/weighted_metric.ts";

/** How much the first is above the second, sample by sample; without a value where either has none. */
export function differenceOf(first: PreparedMetric, second: PreparedMetric): PreparedMetric {
  return (weights) => {
    const a = first(weights);
    const b = second(weights);
    if (a.value === null) return a;
    return b.value === null ? b : defined(a.value - b.value);
  };
}
