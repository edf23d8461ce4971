import assert from "node:assert/strict";
import fc from "fast-check";
import { BOOTSTRAP_DEFAULTS } from "../../src/metrics/cluster_bootstrap.ts";
import { METRICS } from "../../src/metrics/registry.ts";
import { METRIC_NAMES, type MetricName } from "../../src/metrics/names.ts";
import { clusterBootstrap } from "./cluster_bootstrap.ts";
import type { GroupedItems } from "./scored_items.ts";

const OPTIONS = { decision: 0.5, clip: 1e-15, ...BOOTSTRAP_DEFAULTS, draws: 60 };

/** What can occur; left out: [0, 1]. */
const RANGES: Partial<Record<MetricName, readonly [number, number]>> = {
  logLoss: [0, -Math.log(1e-15)],
  faceLogLoss: [0, -Math.log(1e-15)],
  logLossSkill: [-Infinity, 1],
  mcc: [-1, 1],
};

/** So many groups of a REAL and a FAKE video, with P(fake) of both in turn. */
function pairs(groups: number, scores: (group: number) => readonly [number, number]): GroupedItems {
  const probabilities = Float64Array.from(
    Array.from({ length: groups }, (_, group) => scores(group)).flat(),
  );
  return {
    labels: Uint8Array.from(probabilities, (_, k) => k % 2),
    probabilities,
    groups: Array.from(probabilities, (_, k) => `${k >> 1}`),
  };
}

Deno.test("whatever the scores, intervals hold the estimate and stay in what can occur", () => {
  const score = fc.oneof(fc.constantFrom(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true }));
  const scores = fc.array(fc.tuple(score, score), { minLength: 2, maxLength: 14 });
  fc.assert(fc.property(scores, (all) => {
    const sample = pairs(all.length, (k) => all[k]!);
    for (const name of METRIC_NAMES) {
      const { value } = METRICS[name].compute(sample, OPTIONS);
      const { low, high } = clusterBootstrap(METRICS[name], sample, OPTIONS);
      if (low === null || value === null) continue;
      const [least, most] = RANGES[name] ?? [0, 1];
      assert.ok(least <= low && low <= value, `${name}: ${low} ${value}`);
      assert.ok(value <= high && high <= most + 1e-9, `${name}: ${value} ${high}`);
    }
  }));
});

Deno.test("without a single mistake the interval of a share is the exact bound over groups", () => {
  const sample = pairs(12, (k) => [0.1 + k / 100, 0.9 - k / 100]);
  for (
    const name of ["auc", "accuracy", "balancedAccuracy", "recall", "averagePrecision"] as const
  ) {
    const { low, high } = clusterBootstrap(METRICS[name], sample, OPTIONS);
    assert.equal(high, 1, name);
    assert.ok(low !== null && Math.abs(low ** 12 - 0.05) < 1e-9, name);
  }
  const eer = clusterBootstrap(METRICS.eer, sample, OPTIONS);
  assert.ok(eer.low === 0 && Math.abs((1 - eer.high) ** 12 - 0.05) < 1e-9);
  const mcc = clusterBootstrap(METRICS.mcc, sample, OPTIONS);
  assert.ok(mcc.high === 1 && mcc.low > 0.5 && mcc.low < 0.6);
});

Deno.test("scores of exactly 0 or 1, none wrong, have an interval that reaches to what a mistake costs", () => {
  const sample = pairs(12, (k) => [k % 3 === 0 ? 0 : 0.2, 0.8]);
  const { low, high } = clusterBootstrap(METRICS.logLoss, sample, { ...OPTIONS, draws: 4000 });
  // One group in 1 − 0.025^(1/12) of the groups, or fewer, with one of its two videos wrong.
  const mistakes = (1 - 0.025 ** (1 / 12)) * -Math.log(1e-15) / 2;
  assert.ok(low !== null && low > 0.1 && Math.abs(high - mistakes) < 0.4, `${low} ${high}`);
  const brier = clusterBootstrap(METRICS.brier, sample, { ...OPTIONS, draws: 4000 });
  assert.ok(brier.low !== null && brier.high > 0.1 && brier.high < 0.25);
  const skill = clusterBootstrap(METRICS.logLossSkill, sample, { ...OPTIONS, draws: 4000 });
  assert.ok(skill.low !== null && Math.abs(skill.low - (1 - high / Math.LN2)) < 1e-9);
});

Deno.test("scores that never vary have an interval without width, and only these", () => {
  const constant = clusterBootstrap(METRICS.logLoss, pairs(8, () => [0.5, 0.5]), OPTIONS);
  assert.deepEqual([constant.low, constant.high], [Math.LN2, Math.LN2]);
  const certain = clusterBootstrap(METRICS.logLoss, pairs(8, () => [0, 1]), OPTIONS);
  assert.ok(certain.low !== null && certain.low < 1e-12 && certain.high > 1);
});
