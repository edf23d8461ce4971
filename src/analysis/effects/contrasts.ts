import { defined, type MetricValue } from "../../records/metric_value.ts";
import type { Contrast } from "../comparison/contrast.ts";

/** A contrast of given values; it has no value if one of its variants has none. */
export function contrastOf(contrast: Contrast, values: readonly MetricValue[]): MetricValue {
  let sum = 0;
  for (const { variant, coefficient } of contrast) {
    const own = values[variant]!;
    if (own.value === null) return own;
    sum += coefficient * own.value;
  }
  return defined(sum);
}
