import type { PairedTest } from "../../records/comparison.ts";
import type { Estimate } from "../../records/metric_value.ts";
import { studentQuantile } from "../../base/numeric/statistics/student_quantile.ts";

/** Student's t test of a difference, from its symmetric 95 % CI. */
export function studentTest({ value, reason, interval }: Estimate, groups: number): PairedTest {
  const method = "bootstrap-t";
  if (value === null) return { method, p: null, reason };
  if (interval.low === null) return { method, p: null, reason: interval.reason };
  const error = (interval.high - interval.low) / 2 / studentQuantile(0.975, groups - 1);
  const t = Math.abs((interval.high + interval.low) / 2) / error;
  let [low, high] = [0.5, 1 - 1e-12];
  for (let step = 0; step < 40 && error > 0; step++) {
    const middle = (low + high) / 2;
    if (studentQuantile(middle, groups - 1) < t) low = middle;
    else high = middle;
  }
  return { method, p: error > 0 ? 2 * (1 - low) : 1, reason: null };
}
