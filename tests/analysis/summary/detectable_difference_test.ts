import assert from "node:assert/strict";
import { detectableDifference } from "../../../src/analysis/summary/detectable_difference.ts";
import { type SampledMetric, sampledMetrics } from "../../../src/metrics/cluster_samples.ts";
import { itemMean } from "../../../src/metrics/sum_metric.ts";
import type { PreparedMetric } from "../../../src/metrics/weighted_metric.ts";
import { clustersOf, eachAlone } from "../../../src/base/numeric/statistics/cluster_resample.ts";

function sampled(metric: PreparedMetric, count: number): SampledMetric {
  return sampledMetrics([metric], { count, draws: 0, seed: 0 })[0]!;
}

Deno.test("of a mean over groups of one it is (t₀.₉₇₅ + t₀.₈) · s/√n", () => {
  const values = Float64Array.from({ length: 18 }, (_, k) => Math.sin(7 * k));
  const mean = values.reduce((sum, v) => sum + v, 0) / 18;
  const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 17);
  const expected = (2.1098155778333156 + 0.863279017420053) * spread / Math.sqrt(18);
  const { value } = detectableDifference(sampled(itemMean(values, eachAlone(18)), 18), 18);
  assert.ok(value !== null && Math.abs(value / expected - 1) < 1e-12);
});

Deno.test("copies inside groups do not make smaller differences visible", () => {
  const values = Float64Array.from({ length: 12 }, (_, k) => Math.cos(5 * k));
  const copies = Float64Array.from({ length: 48 }, (_, k) => values[k >> 2]!);
  const clusters = clustersOf(Array.from(copies, (_, k) => `${k >> 2}`));
  const alone = detectableDifference(sampled(itemMean(values, eachAlone(12)), 12), 12);
  const copied = detectableDifference(sampled(itemMean(copies, clusters), 12), 12);
  assert.ok(Math.abs(alone.value! - copied.value!) < 1e-12);
});

Deno.test("too few groups, no difference anywhere, or no value: null and the reason", () => {
  const few = itemMean(Float64Array.of(0.1, 0.2, 0.3), eachAlone(3));
  assert.match(detectableDifference(sampled(few, 3), 3).reason ?? "", /fewer than six groups/);
  const same = itemMean(new Float64Array(6), eachAlone(6));
  assert.match(detectableDifference(sampled(same, 6), 6).reason ?? "", /the same whichever/);
  const never = () => ({ value: null, reason: "none is labelled FAKE" }) as const;
  assert.match(detectableDifference(sampled(never, 6), 6).reason ?? "", /FAKE/);
  const onlyWhole: PreparedMetric = (weights) =>
    weights.every((times) => times > 0) ? { value: 1, reason: null } : never();
  assert.match(
    detectableDifference(sampled(onlyWhole, 6), 6).reason ?? "",
    /without one of the groups/,
  );
});
