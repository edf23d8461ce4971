import assert from "node:assert/strict";
import fc from "fast-check";
import type { ScoredItems } from "../../src/metrics/contract.ts";
import { METRICS } from "../../src/metrics/registry.ts";
import { reliabilityBins } from "../../src/metrics/reliability_bins.ts";
import { anyItems, items } from "./scored_items.ts";

const OPTIONS = { decision: 0.5, clip: 1e-15 };

Deno.test("ROC AUC is the share of (fake, real) pairs in the right order, ties half", () => {
  fc.assert(fc.property(anyItems, (drawn) => {
    const { fakes, reals } = byClass(drawn);
    const wins = fakes.flatMap((fake) => reals.map((real) => (Math.sign(fake - real) + 1) / 2));
    const expected = wins.length === 0 ? null : sum(wins) / wins.length;
    assertValue(METRICS.auc.compute(drawn, OPTIONS).value, expected);
  }));
});

Deno.test("FPR at 95 % TPR is the smallest among thresholds that find enough fakes", () => {
  fc.assert(fc.property(anyItems, (drawn) => {
    const { fakes, reals } = byClass(drawn);
    const rates = [...drawn.probabilities]
      .filter((t) => 20 * fakes.filter((p) => p >= t).length >= 19 * fakes.length)
      .map((t) => reals.filter((p) => p >= t).length / reals.length);
    const expected = fakes.length === 0 || reals.length === 0 ? null : Math.min(...rates);
    assertValue(METRICS.fprAt95Tpr.compute(drawn, OPTIONS).value, expected);
  }));
});

Deno.test("FPR at 95 % TPR lets exactly one fake of twenty go", () => {
  const fakes = Array.from({ length: 20 }, (_, k): [1, number] => [1, k === 0 ? 0.1 : 0.9]);
  const drawn = items([0, 0.2], [0, 0.05], ...fakes);
  assert.equal(METRICS.fprAt95Tpr.compute(drawn, OPTIONS).value, 0);
  const oneFewer = items([0, 0.2], [0, 0.05], ...fakes.slice(0, 19));
  assert.equal(METRICS.fprAt95Tpr.compute(oneFewer, OPTIONS).value, 0.5);
});

Deno.test("skill is 0 for the base rate, 1 for certainty, negative for worse than the base rate", () => {
  const skill = (drawn: ScoredItems) => METRICS.logLossSkill.compute(drawn, OPTIONS).value;
  assertValue(skill(items([1, 0.25], [0, 0.25], [0, 0.25], [0, 0.25])), 0);
  assertValue(skill(items([1, 1], [0, 0])), 1);
  assert.ok((skill(items([1, 0.2], [0, 0.8])) ?? 0) < 0);
});

Deno.test("the decision is fake at the threshold itself", () => {
  const drawn = items([1, 0.6], [0, 0.59]);
  assert.equal(METRICS.accuracy.compute(drawn, { ...OPTIONS, decision: 0.6 }).value, 1);
  assert.equal(METRICS.accuracy.compute(drawn, { ...OPTIONS, decision: 0.61 }).value, 0.5);
});

Deno.test("reliability bins cover [0, 1], hold every item once, and ECE is their weighted gap", () => {
  fc.assert(fc.property(anyItems, (drawn) => {
    const bins = reliabilityBins(drawn, 10);
    assert.equal(bins.length, 10);
    assert.equal(bins[0]!.low, 0);
    assert.equal(bins[9]!.high, 1);
    assert.equal(sum(bins.map(({ count }) => count)), drawn.labels.length);
    const gaps = bins.map(({ count, meanProbability, fakeShare }) =>
      count * Math.abs((meanProbability ?? 0) - (fakeShare ?? 0))
    );
    const expected = drawn.labels.length === 0 ? null : sum(gaps) / drawn.labels.length;
    assertValue(METRICS.ece10.compute(drawn, OPTIONS).value, expected);
  }));
});

function byClass({ labels, probabilities }: ScoredItems): { fakes: number[]; reals: number[] } {
  const all = [...probabilities];
  return {
    fakes: all.filter((_, k) => labels[k] === 1),
    reals: all.filter((_, k) => labels[k] === 0),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function assertValue(value: number | null, expected: number | null): void {
  if (value === null || expected === null) assert.equal(value, expected);
  else assert.ok(Math.abs(value - expected) < 1e-9, `${value} instead of ${expected}`);
}
