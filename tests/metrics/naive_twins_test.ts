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

/** Items of which each of those drawn stands for many, so that there are enough REAL ones for any rate. */
function repeated({ labels, probabilities }: ScoredItems, times: number): ScoredItems {
  const places = Array.from({ length: labels.length * times }, (_, k) => k % labels.length);
  return {
    labels: Uint8Array.from(places, (k) => labels[k]!),
    probabilities: Float64Array.from(places, (k) => probabilities[k]!),
  };
}

for (const [name, oneIn] of [["tprAt1Fpr", 100], ["tprAt0p1Fpr", 1000]] as const) {
  Deno.test(`${name} is the largest among thresholds with few enough REAL items called fake`, () => {
    const stray = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(anyItems, stray, (few, scores) => {
        const others = items(...scores.map((p): [0, number] => [0, p]));
        const many = repeated(few, Math.ceil(oneIn / 8));
        const drawn = {
          labels: Uint8Array.of(...many.labels, ...others.labels),
          probabilities: Float64Array.of(...many.probabilities, ...others.probabilities),
        };
        const { fakes, reals } = byClass(drawn);
        const rates = [Infinity, ...new Set(drawn.probabilities)]
          .filter((t) => oneIn * reals.filter((p) => p >= t).length <= reals.length)
          .map((t) => fakes.filter((p) => p >= t).length / fakes.length);
        const isKnown = fakes.length > 0 && reals.length >= oneIn;
        assertValue(
          METRICS[name].compute(drawn, OPTIONS).value,
          isKnown ? Math.max(...rates) : null,
        );
      }),
      { numRuns: 50 },
    );
  });

  Deno.test(`${name} lets exactly one of ${oneIn} REAL items through, and has no value with fewer`, () => {
    const reals = Array.from({ length: oneIn }, (_, k): [0, number] => [0, k === 0 ? 0.9 : 0.1]);
    const both: [1, number][] = [[1, 0.95], [1, 0.5]];
    const { value } = METRICS[name].compute(items(...reals, ...both), OPTIONS);
    assert.equal(value, 1);
    const two = METRICS[name].compute(items(...reals, ...both, [0, 0.8]), OPTIONS);
    assert.equal(two.value, 0.5);
    const fewer = METRICS[name].compute(items(...reals.slice(1), ...both), OPTIONS);
    assert.deepEqual([fewer.value, fewer.reason], [
      null,
      `it needs ${oneIn === 100 ? "100" : "1,000"} REAL items and one FAKE`,
    ]);
  });

  Deno.test(`${name} of enough items has a value in a sample that drew fewer REAL ones`, () => {
    const reals = Array.from({ length: oneIn }, (_, k): [0, number] => [0, k / oneIn]);
    const drawn = items(...reals, [1, 1.0]);
    const weights = Uint32Array.from(drawn.labels, (label, k) => label || k % 2);
    assert.equal(METRICS[name].prepare(drawn, OPTIONS)(weights).value, 1);
  });
}

Deno.test("FPR and recall are the shares of REAL and of FAKE items called fake", () => {
  fc.assert(fc.property(anyItems, (drawn) => {
    const { fakes, reals } = byClass(drawn);
    const share = (all: number[]) =>
      all.length === 0 ? null : all.filter((p) => p >= 0.5).length / all.length;
    assertValue(METRICS.falsePositiveRate.compute(drawn, OPTIONS).value, share(reals));
    assertValue(METRICS.recall.compute(drawn, OPTIONS).value, share(fakes));
  }));
});

Deno.test("the expected cost is the mean cost of an item, or of one drawn with the prior", () => {
  const amount = fc.double({ min: 0, max: 100, noNaN: true });
  const anyCosts = fc.record({ falsePositive: amount, falseNegative: amount });
  fc.assert(fc.property(anyItems, anyCosts, (drawn, given) => {
    const { fakes, reals } = byClass(drawn);
    const missed = fakes.filter((p) => p < 0.5), alarms = reals.filter((p) => p >= 0.5);
    const each = [
      ...missed.map(() => given.falseNegative),
      ...alarms.map(() => given.falsePositive),
    ];
    const n = drawn.labels.length;
    const costOf = (prior: number | null) =>
      METRICS.cost.compute(drawn, { ...OPTIONS, costs: { ...given, prior } }).value;
    assertValue(costOf(null), n === 0 ? null : sum(each) / n);
    const weighted = 0.1 * given.falseNegative * missed.length / fakes.length +
      0.9 * given.falsePositive * alarms.length / reals.length;
    assertValue(costOf(0.1), fakes.length * reals.length === 0 ? null : weighted);
    if (fakes.length * reals.length > 0) assertValue(costOf(fakes.length / n), costOf(null));
  }));
  assert.equal(METRICS.cost.compute(items([0, 0.1]), OPTIONS).reason, "the config gives no costs");
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
