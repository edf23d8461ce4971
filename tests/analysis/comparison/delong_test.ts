import assert from "node:assert/strict";
import fc from "fast-check";
import { deLongOf } from "../../../src/analysis/comparison/delong.ts";
import type { DeLongTest } from "../../../src/records/comparison.ts";
import { placementsOf } from "../../../src/metrics/placements.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import type { ScoredVariant } from "../../../src/analysis/summary/scored_variant.ts";
import { scoredPair } from "../summary/scored_pairs.ts";

/** Variance of an AUC by DeLong's definition: every fake against every real. */
function naiveVariance(labels: Uint8Array, scores: Float64Array): number {
  const of = (label: number) => [...scores].filter((_, k) => labels[k] === label);
  const [fakes, reals] = [of(1), of(0)];
  const order = (fake: number, real: number) => fake > real ? 1 : fake === real ? 0.5 : 0;
  const byFake = fakes.map((f) => average(reals.map((r) => order(f, r))));
  const byReal = reals.map((r) => average(fakes.map((f) => order(f, r))));
  return variance(byFake) / fakes.length + variance(byReal) / reals.length;
}

Deno.test("AUCs are the metric's and variances those of a double loop", () => {
  fc.assert(
    fc.property(
      fc.nat(1e6),
      fc.integer({ min: 2, max: 12 }),
      fc.boolean(),
      (seed, groups, ties) => {
        const { videos: { labels }, pair } = scoredPair({ groups, gain: 0.1, seed });
        const scoresOf = ({ probabilities }: ScoredVariant) =>
          ties ? probabilities.map((p) => Math.round(p * 4) / 4) : probabilities;
        const scores = [scoresOf(pair[0]), scoresOf(pair[1])] as const;
        const test = deLongTest(scores, labels);
        scores.forEach((probabilities, side) => {
          const options = { decision: 0.5, clip: 1e-15 };
          const { value } = METRICS.auc.compute({ labels, probabilities }, options);
          assert.ok(Math.abs(test.aucs[side]!.value! - value!) < 1e-12);
          const expected = naiveVariance(labels, probabilities);
          assert.ok(Math.abs(test.variances[side]!.value! - expected) < 1e-12);
        });
      },
    ),
    { numRuns: 50 },
  );
});

Deno.test("the same scores twice: p is 1, and there is no z", () => {
  const { videos: { labels }, pair: [{ probabilities }] } = scoredPair({
    groups: 6,
    gain: 0,
    seed: 3,
  });
  const test = deLongTest([probabilities, probabilities], labels);
  assert.equal(test.pTwoSided.value, 1);
  assert.equal(test.z.value, null);
  assert.match(test.z.reason ?? "", /variance/);
});

Deno.test("too small a class gives no variance but the reason", () => {
  const scores = Float64Array.of(0.2, 0.4, 0.9);
  const oneFake = deLongTest([scores, scores], Uint8Array.of(0, 0, 1));
  assert.equal(oneFake.aucs[0].value, 1);
  assert.match(oneFake.pTwoSided.reason ?? "", /two videos of each class/);
  const noFake = deLongTest([scores, scores], Uint8Array.of(0, 0, 0));
  assert.match(noFake.aucs[0].reason ?? "", /FAKE/);
  assert.equal(noFake.pTwoSided.value, null);
});

function deLongTest(
  [first, second]: readonly [Float64Array, Float64Array],
  labels: Uint8Array,
): DeLongTest {
  const of = (probabilities: Float64Array) => placementsOf({ labels, probabilities });
  return deLongOf(of(first), of(second));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const mean = average(values);
  return values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1);
}
