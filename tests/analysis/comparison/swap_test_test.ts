import assert from "node:assert/strict";
import fc from "fast-check";
import {
  SWAP_DEFAULTS,
  type SwapOptions,
  swapTests,
} from "../../../src/analysis/comparison/swap_test.ts";
import type {
  LabelledVideos,
  ScoredVariant,
} from "../../../src/analysis/summary/scored_variant.ts";
import type { SwapTest } from "../../../src/records/comparison.ts";
import type { VideoMetricName } from "../../../src/metrics/names.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import { type ScoredPair, scoredPair } from "../summary/scored_pairs.ts";

const OPTIONS = { ...SWAP_DEFAULTS, clip: 1e-15 };

function swapTest(
  name: VideoMetricName,
  pair: readonly [ScoredVariant, ScoredVariant],
  options: SwapOptions & { readonly videos: LabelledVideos },
): SwapTest {
  return swapTests(name, [pair], options)[0]!;
}

/** Swaps the scores themselves, group by group, and computes each metric afresh. */
function naiveTest(name: VideoMetricName, { videos, pair }: ScoredPair): number {
  const groups = [...new Set(videos.groups)];
  const differenceAfter = (swapped: (group: string) => boolean) => {
    const [a, b] = [0, 1].map((side) =>
      METRICS[name].compute({
        labels: videos.labels,
        probabilities: Float64Array.from(
          videos.groups,
          (group, k) => pair[swapped(group) ? 1 - side : side]!.probabilities[k]!,
        ),
      }, { decision: 0.5, clip: 1e-15 }).value
    );
    return a! - b!;
  };
  const observed = differenceAfter(() => false);
  let extreme = 0;
  for (let bits = 0; bits < 2 ** groups.length; bits++) {
    const value = differenceAfter((group) => ((bits >> groups.indexOf(group)) & 1) === 1);
    if (Math.abs(value) >= Math.abs(observed) - 1e-12) extreme++;
  }
  return extreme / 2 ** groups.length;
}

Deno.test("with few groups p is that of every swap, whatever the metric", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 2, max: 6 }), (seed, groups) => {
      const sample = scoredPair({ groups, gain: 0.1, seed });
      for (const name of ["logLoss", "auc", "accuracy", "eer"] as const) {
        const test = swapTest(name, sample.pair, { ...OPTIONS, videos: sample.videos });
        assert.ok(test.reason === null && test.exact);
        assert.equal(test.swaps, 2 ** groups);
        assert.ok(Math.abs(test.pTwoSided - naiveTest(name, sample)) < 1e-12, name);
      }
    }),
    { numRuns: 20 },
  );
});

for (const gain of [0.03, 0.2]) {
  Deno.test(`random swaps come near to all swaps, where the gain is ${gain}`, () => {
    const sample = scoredPair({ groups: 15, gain, seed: 11 });
    const { videos, pair } = sample;
    const test = swapTest("logLoss", pair, { ...OPTIONS, swaps: 20_000, videos });
    assert.ok(test.reason === null && !test.exact);
    // 2¹⁵ swaps, a group at a time: the exact share.
    const exact = naiveTest("logLoss", sample);
    const error = Math.sqrt(exact * (1 - exact) / test.swaps);
    assert.ok(Math.abs(test.pTwoSided - exact) < 4 * error, `${test.pTwoSided} ${exact}`);
    assert.equal(test.swaps, 20_001);
    assert.deepEqual(swapTest("logLoss", pair, { ...OPTIONS, swaps: 20_000, videos }), test);
  });
}

Deno.test("groups that do not differ are not swapped, so that few changed ones are looked at in full", () => {
  const { videos, pair: [first] } = scoredPair({ groups: 60, gain: 0, seed: 2 });
  const second: ScoredVariant = {
    ...first,
    probabilities: first.probabilities.map((p, k) => k < 5 ? (p + 0.5) / 2 : p),
  };
  const test = swapTest("logLoss", [first, second], { ...OPTIONS, videos });
  assert.ok(test.reason === null && test.exact);
  assert.equal(test.swaps, 4);
});

Deno.test("a clear difference is rare among swaps, in the direction that it has", () => {
  const { videos, pair } = scoredPair({ groups: 40, gain: 0.3, seed: 5 });
  const test = swapTest("logLoss", pair, { ...OPTIONS, videos });
  assert.ok(test.reason === null);
  // The observed arrangement is one of 2000: p is never 0.
  assert.equal(test.pLess, 1 / 2000);
  assert.ok(test.pTwoSided <= 2 / 2000 && test.pGreater > 0.99);
});

Deno.test("the same scores twice, or one group alone, say nothing: p is 1", () => {
  const { videos, pair: [first, second] } = scoredPair({ groups: 8, gain: 0.2, seed: 1 });
  const same = swapTest("auc", [first, first], { ...OPTIONS, videos });
  assert.equal(same.pTwoSided, 1);
  const oneGroup = { ...videos, groups: videos.groups.map(() => "all") };
  const alone = swapTest("logLoss", [first, second], { ...OPTIONS, videos: oneGroup });
  assert.equal(alone.pTwoSided, 1);
});

Deno.test("variants that decide at different thresholds swap their calls", () => {
  const { videos, pair: [first] } = scoredPair({ groups: 10, gain: 0.2, seed: 4 });
  // Half the scores at half the threshold: the same calls, but for none.
  const halved = { probabilities: first.probabilities.map((p) => p / 2), decision: 0.25 };
  const test = swapTest("accuracy", [first, halved], { ...OPTIONS, videos });
  assert.equal(test.pTwoSided, 1);
});

Deno.test("without both classes AUC has no test but a reason", () => {
  const { videos, pair } = scoredPair({ groups: 8, gain: 0.2, seed: 1 });
  const fakes = { ...videos, labels: videos.labels.map(() => 1) };
  const test = swapTest("auc", pair, { ...OPTIONS, videos: fakes });
  assert.equal(test.pTwoSided, null);
  assert.match(test.reason ?? "", /REAL/);
});

Deno.test("several pairs tested together are each tested as if alone", () => {
  const { videos, pair: [first, second] } = scoredPair({ groups: 30, gain: 0.2, seed: 8 });
  const changed = (count: number): ScoredVariant => ({
    ...first,
    probabilities: first.probabilities.map((p, k) => k < count ? (p + 0.5) / 2 : p),
  });
  // Nothing changed, few groups, many, and all of them in two ways.
  const pairs = [first, changed(4), changed(50), second, changed(60)]
    .map((other) => [first, other] as const);
  for (const name of ["logLoss", "auc", "eer"] as const) {
    assert.deepEqual(
      swapTests(name, pairs, { ...OPTIONS, swaps: 300, videos }),
      pairs.map((pair) => swapTest(name, pair, { ...OPTIONS, swaps: 300, videos })),
    );
  }
});
