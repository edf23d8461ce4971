import assert from "node:assert/strict";
import { METRICS } from "../../src/metrics/registry.ts";
import { projectedAuc } from "../../src/metrics/auc.ts";
import { onceEach } from "../../src/metrics/weighted_metric.ts";
import { clusterDraws, clustersOf } from "../../src/base/numeric/statistics/cluster_resample.ts";
import { sampleDeviation } from "../../src/base/numeric/statistics/sample_deviation.ts";
import { seededRandom } from "../../src/base/numeric/statistics/seeded_random.ts";

const OPTIONS = { decision: 0.5, clip: 1e-15 };

/** Groups of one real and three fakes, scored on a scale so coarse that there are ties. */
function scoredGroups(groups: number) {
  const below = seededRandom(groups);
  const labels = Uint8Array.from({ length: 4 * groups }, (_, k) => Number(k % 4 > 0));
  const probabilities = Float64Array.from(labels, (label) => (below(600) + 200 * label) / 1000);
  const clusters = clustersOf(Array.from(labels, (_, k) => `${k >> 2}`));
  return { labels, probabilities, clusters };
}

Deno.test("where every item counts once it is AUC", () => {
  for (const groups of [2, 10, 100]) {
    const items = scoredGroups(groups);
    const exact = METRICS.auc.compute(items, OPTIONS).value;
    const { value } = projectedAuc(items)(onceEach(groups));
    assert.ok(exact !== null && value !== null && Math.abs(value - exact) < 1e-12);
  }
});

Deno.test("in samples of many groups it is AUC but for a hundredth of what samples differ by", () => {
  const items = scoredGroups(5000);
  const exactly = METRICS.auc.prepareClusters(items, OPTIONS);
  const projected = projectedAuc(items);
  const errors: number[] = [], values: number[] = [];
  for (const weights of clusterDraws(5000, { draws: 200, seed: 1 })) {
    const value = exactly(weights).value!;
    assert.ok(Math.abs(projected(weights).value! - value) < 2e-4);
    errors.push(value - projected(weights).value!);
    values.push(value);
  }
  assert.ok(sampleDeviation(errors) < 0.02 * sampleDeviation(values));
});

Deno.test("without both classes it has no value but a reason", () => {
  const { labels, probabilities, clusters } = scoredGroups(3);
  const ask = projectedAuc({ labels: labels.fill(1), probabilities, clusters });
  assert.match(ask(onceEach(3)).reason ?? "", /no video is labelled REAL/);
});

Deno.test("of very many items AUC is counted from their sorted scores, ties half, and is the same", () => {
  const items = scoredGroups(5001);
  assert.ok(items.labels.length > 20_000);
  const { value } = METRICS.auc.compute(items, OPTIONS);
  const prepared = projectedAuc(items)(onceEach(5001));
  assert.ok(value !== null && Math.abs(value - prepared.value!) < 1e-12);
  const fakes = { labels: items.labels.map(() => 1), probabilities: items.probabilities };
  assert.match(METRICS.auc.compute(fakes, OPTIONS).reason ?? "", /REAL/);
  const { labels, probabilities } = items;
  for (const stray of [NaN, 1.5]) {
    const strays = { labels, probabilities: probabilities.with(7, stray) };
    assert.throws(() => METRICS.auc.compute(strays, OPTIONS), RangeError);
  }
});
