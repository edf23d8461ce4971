import assert from "node:assert/strict";
import { COMPARED_METRICS } from "../../../src/analysis/comparison/compared_metrics.ts";
import { type ComparedPair, comparePairs } from "../../../src/analysis/comparison/compare_pairs.ts";
import { SWAP_DEFAULTS } from "../../../src/analysis/comparison/swap_test.ts";
import type { ScoredVariant } from "../../../src/analysis/summary/scored_variant.ts";
import { BOOTSTRAP_DEFAULTS } from "../../../src/metrics/cluster_bootstrap.ts";
import { estimateVariants } from "../summary/estimate_variants.ts";
import { scoredPair } from "../summary/scored_pairs.ts";

const CLIP = 1e-15;
const OPTIONS = { ...SWAP_DEFAULTS, clip: CLIP, metrics: COMPARED_METRICS, noise: {} };
const { videos, pair: [sure, plain] } = scoredPair({ groups: 40, gain: 0.4, seed: 6 });

/** The same, a hair surer of everything. */
const hair: ScoredVariant = {
  ...plain,
  probabilities: plain.probabilities.map((p, k) => p + 1e-4 * (videos.labels[k]! - p)),
};

function pairsOf(variants: readonly ScoredVariant[]): readonly ComparedPair[] {
  const options = { ...BOOTSTRAP_DEFAULTS, baseline: 0, clip: CLIP };
  return estimateVariants([plain, ...variants], videos, options)
    .flatMap(({ differences, tests, detectable }, place) =>
      differences && tests && detectable
        ? [{ variant: variants[place - 1]!, baseline: plain, differences, tests, detectable }]
        : []
    );
}

Deno.test("a clearly better variant is called so, with all that speaks for it", () => {
  const comparison = comparePairs(pairsOf([sure]), videos, OPTIONS)[0]!;
  for (const name of COMPARED_METRICS) {
    const { finding, doubt, difference, test, swapTest, adjustedP } = comparison.metrics[name]!;
    assert.equal(finding, "better");
    assert.equal(doubt, null);
    assert.ok(difference.interval.low !== null && swapTest.pTwoSided! <= 0.05);
    assert.equal(adjustedP.value, Math.max(test.p!, swapTest.pTwoSided!));
  }
  assert.ok(comparison.mcNemar.onlyFirstRight > comparison.mcNemar.onlySecondRight);
  assert.ok(comparison.deLong.z.value! > 0);
  assert.equal(comparison.deLong.ignoresGroups, true);
});

Deno.test("a steady difference below the noise floor is not called better, above it is", () => {
  const pairs = pairsOf([hair]);
  const without = comparePairs(pairs, videos, OPTIONS)[0]!.metrics.logLoss;
  assert.equal(without.finding, "better");
  assert.equal(without.noise, null);
  const noisy = comparePairs(pairs, videos, { ...OPTIONS, noise: { logLoss: 0.01 } })[0]!;
  assert.equal(noisy.metrics.logLoss.finding, "not shown");
  assert.match(noisy.metrics.logLoss.doubt ?? "", /noise/);
  // What is detectable exceeds the noise by what the spread asks for.
  assert.ok(noisy.metrics.logLoss.detectable.value! > 0.01);
  assert.ok(noisy.metrics.logLoss.detectable.value! < 0.01 + without.detectable.value!);
  assert.ok(without.detectable.value! < 0.01);
});

Deno.test("p-values are adjusted over all variants whose scores differ from all others", () => {
  const comparisons = comparePairs(pairsOf([sure, hair, plain, { ...sure }]), videos, OPTIONS);
  const losses = comparisons.map(({ metrics }) => metrics.logLoss);
  const [first, second, third, fourth] = losses;
  const ps = [first!, second!].map(({ test, swapTest }) => Math.max(test.p!, swapTest.pTwoSided!));
  assert.equal(Math.min(...losses.map(({ adjustedP }) => adjustedP.value!)), 2 * Math.min(...ps));
  assert.deepEqual(losses.map(({ family }) => family), [2, 2, 2, 2]);
  assert.deepEqual([third!.adjustedP.value, third!.finding], [1, "equal"]);
  assert.equal(third!.detectable.value, null);
  assert.deepEqual(fourth, first);
});

Deno.test("one class has no AUC to compare, and the reason is told", () => {
  const fakes = { ...videos, labels: videos.labels.map(() => 1) };
  const options = { ...BOOTSTRAP_DEFAULTS, baseline: 0, clip: CLIP };
  const { differences, tests, detectable: seen } = estimateVariants(
    [plain, sure],
    fakes,
    options,
  )[1]!;
  const { metrics } = comparePairs(
    [{
      ...{ variant: sure, baseline: plain },
      ...{ differences: differences!, tests: tests!, detectable: seen! },
    }],
    fakes,
    OPTIONS,
  )[0]!;
  const { finding, adjustedP, detectable } = metrics.auc!;
  assert.equal(finding, "unknown");
  assert.match(adjustedP.reason ?? "", /REAL/);
  assert.match(detectable.reason ?? "", /REAL/);
});

Deno.test("a change of four groups of eighteen, all for the better, may be luck and is not called better", () => {
  const groups = Array.from({ length: 36 }, (_, k) => `${k >> 1}`);
  const labels = Uint8Array.from(groups, (_, k) => k % 2);
  const scored = (gain: number): ScoredVariant => ({
    probabilities: Float64Array.from(labels, (label, k) => {
      const right = 0.6 + (k < 8 ? gain : 0);
      return label === 1 ? right : 1 - right;
    }),
    decision: 0.5,
  });
  const [before, after] = [scored(0), scored(0.1)];
  const options = { ...BOOTSTRAP_DEFAULTS, baseline: 0, clip: CLIP };
  const { differences, tests, detectable } = estimateVariants(
    [before, after],
    { labels, groups },
    options,
  )[1]!;
  assert.ok(differences!.logLoss.interval.high! < 0, "the interval believes it");
  const pair = {
    variant: after,
    baseline: before,
    differences: differences!,
    tests: tests!,
    detectable: detectable!,
  };
  const { logLoss } = comparePairs([pair], { labels, groups }, OPTIONS)[0]!.metrics;
  assert.equal(logLoss.swapTest.pTwoSided, 2 / 16);
  assert.equal(logLoss.finding, "not shown");
});
