import assert from "node:assert/strict";
import fc from "fast-check";
import { BOOTSTRAP_DEFAULTS, clusterIntervals } from "../../src/metrics/cluster_bootstrap.ts";
import { intervalMethod } from "../../src/metrics/interval_method.ts";
import { METRICS } from "../../src/metrics/registry.ts";
import { onceEach } from "../../src/metrics/weighted_metric.ts";
import { clusterResamples } from "../base/numeric/statistics/cluster_resamples.ts";
import { differenceOf } from "./metric_difference.ts";
import {
  bcaEnds,
  computeWidenedReach,
  percentileEnds,
  studentEnds,
} from "../../src/base/numeric/statistics/bootstrap_interval.ts";
import { jackknifeAcceleration } from "../../src/base/numeric/statistics/cluster_jackknife.ts";
import { clustersOf, type Weights } from "../../src/base/numeric/statistics/cluster_resample.ts";
import { clusterBootstrap } from "./cluster_bootstrap.ts";
import { type GroupedItems, items, pairedItems } from "./scored_items.ts";

const RESAMPLING = { draws: 39, seed: 4 };

const COSTS = { falsePositive: 1, falseNegative: 5, prior: null };
const OPTIONS = { decision: 0.5, clip: 1e-15, costs: COSTS, ...BOOTSTRAP_DEFAULTS };

Deno.test("an interval holds the metric itself and is the same again for the same seed", () => {
  const [few, many] = [pairedItems(20, 0.4), pairedItems(1000, 0.4)];
  for (const metric of Object.values(METRICS)) {
    const sample = metric.title.startsWith("TPR at") ? many : few;
    const { value } = metric.compute(sample, OPTIONS);
    const { low, high } = clusterBootstrap(metric, sample, OPTIONS);
    assert.ok(value !== null && low !== null && high !== null, metric.title);
    assert.ok(low <= high, metric.title);
    assert.ok(low <= value && value <= high, metric.title);
    assert.deepEqual(clusterBootstrap(metric, sample, OPTIONS), { low, high, reason: null });
  }
});

Deno.test("another seed draws another interval, hardly different", () => {
  const sample = pairedItems(50, 0.4);
  const first = clusterBootstrap(METRICS.logLoss, sample, OPTIONS);
  const second = clusterBootstrap(METRICS.logLoss, sample, { ...OPTIONS, seed: 1 });
  assert.ok(first.low !== null && second.low !== null);
  assert.ok(first.low !== second.low || first.high !== second.high);
  const width = first.high - first.low;
  assert.ok(Math.abs(first.low - second.low) < 0.2 * width);
  assert.ok(Math.abs(first.high - second.high) < 0.2 * width);
});

Deno.test("the interval of a mean is as wide as theory says, and grows when groups hold copies", () => {
  const reals = Array.from({ length: 400 }, (_, k): [0 | 1, number] => [
    k % 2 === 0 ? 0 : 1,
    0.05 + 0.9 * ((k * 0.618) % 1),
  ]);
  const alone = { ...items(...reals), groups: reals.map((_, k) => `${k}`) };
  const fourfold = {
    ...items(...reals.flatMap((pair) => [pair, pair, pair, pair])),
    groups: reals.flatMap((_, k) => [`${k}`, `${k}`, `${k}`, `${k}`]),
  };
  const { low, high } = clusterBootstrap(METRICS.brier, alone, OPTIONS);
  const copied = clusterBootstrap(METRICS.brier, fourfold, OPTIONS);
  const ungrouped = clusterBootstrap(METRICS.brier, {
    ...fourfold,
    groups: fourfold.groups.map((_, k) => `${k}`),
  }, OPTIONS);
  assert.ok(low !== null && copied.low !== null && ungrouped.low !== null);
  const losses = reals.map(([label, p]) => (p - label) ** 2);
  const expected = 2 * 1.96 * standardError(losses);
  assert.ok(Math.abs((high - low) / expected - 1) < 0.1);
  // Copies bring nothing new; taken for independent they would seem to halve the interval.
  assert.ok(Math.abs((copied.high - copied.low) / (high - low) - 1) < 1e-9);
  assert.ok(Math.abs((ungrouped.high - ungrouped.low) / expected - 0.5) < 0.05);
});

Deno.test("a percentile interval is read off the metric computed afresh on each sample", () => {
  const sample = pairedItems(9, 0.3);
  const values = naiveValues(sample, clusterResamples(clustersOf(sample.groups), RESAMPLING));
  const [low, high] = percentileEnds(Float64Array.from(values).sort(), computeWidenedReach(9));
  const interval = clusterIntervals([METRICS.auc.prepareClusters(sample, OPTIONS)], sample, {
    ...RESAMPLING,
    methodOf: () => "percentile",
  })[0]!;
  assert.ok(interval.low !== null && Math.abs(interval.low - low) < 1e-12);
  assert.ok(interval.high !== null && Math.abs(interval.high - high) < 1e-12);
});

Deno.test("a Student interval is as wide as the samples spread, around the metric itself", () => {
  const sample = pairedItems(9, 0.3);
  const values = naiveValues(sample, clusterResamples(clustersOf(sample.groups), RESAMPLING));
  const estimate = METRICS.auc.compute(sample, OPTIONS).value ?? NaN;
  const [low, high] = studentEnds(values, { estimate, reach: computeWidenedReach(9) });
  const interval = clusterIntervals([METRICS.auc.prepareClusters(sample, OPTIONS)], sample, {
    ...RESAMPLING,
    methodOf: () => "student",
  })[0]!;
  assert.ok(interval.low !== null && Math.abs(interval.low - low) < 1e-12);
  assert.ok(interval.high !== null && Math.abs(interval.high - high) < 1e-12);
});

Deno.test("a BCa interval is moved by the bias and by what each group left out changes", () => {
  const sample = pairedItems(9, 0.3);
  const clusters = clustersOf(sample.groups);
  const values = naiveValues(sample, clusterResamples(clusters, RESAMPLING));
  const without = naiveValues(
    sample,
    Array.from(
      { length: 9 },
      (_, left) => Uint32Array.from(clusters.ofItem, (of) => of === left ? 0 : 1),
    ),
  );
  const [low, high] = bcaEnds(Float64Array.from(values).sort(), {
    estimate: METRICS.auc.compute(sample, OPTIONS).value ?? NaN,
    acceleration: jackknifeAcceleration(without),
    reach: computeWidenedReach(9),
  });
  const interval = clusterIntervals([METRICS.auc.prepareClusters(sample, OPTIONS)], sample, {
    ...RESAMPLING,
    methodOf: () => "bca",
  })[0]!;
  assert.ok(interval.low !== null && Math.abs(interval.low - low) < 1e-12);
  assert.ok(interval.high !== null && Math.abs(interval.high - high) < 1e-12);
});

Deno.test("several metrics in one pass get the intervals that each gets alone", () => {
  const sample = pairedItems(15, 0.3);
  const metrics = Object.values(METRICS);
  const together = clusterIntervals(
    metrics.map((metric) => metric.prepareClusters(sample, OPTIONS)),
    sample,
    { ...OPTIONS, methodOf: (place) => intervalMethod(metrics[place]!) },
  );
  metrics.forEach((metric, k) =>
    assert.deepEqual(together[k], clusterBootstrap(metric, sample, OPTIONS))
  );
});

Deno.test("a paired difference is surer than its parts: what moves both cancels", () => {
  const sample = pairedItems(20, 0.4);
  const shifted = { ...sample, probabilities: sample.probabilities.map((p) => 0.98 * p + 0.01) };
  const better = METRICS.brier.prepareClusters(sample, OPTIONS);
  const worse = METRICS.brier.prepareClusters(shifted, OPTIONS);
  const [alone, apart, same] = clusterIntervals(
    [better, differenceOf(worse, better), differenceOf(better, better)],
    sample,
    { ...OPTIONS, methodOf: (place) => place === 0 ? "bca" : "student" },
  );
  assert.ok(alone && alone.low !== null && apart && apart.low !== null);
  assert.ok(apart.high - apart.low < 0.2 * (alone.high - alone.low));
  const difference = differenceOf(worse, better)(onceEach(20)).value ?? NaN;
  assert.ok(apart.low <= difference && difference <= apart.high);
  assert.deepEqual(same, { low: 0, high: 0, reason: null });
});

Deno.test("one group, one class or nothing gives no interval but the reason", () => {
  const reasonFor = (sample: GroupedItems) => {
    const interval = clusterBootstrap(METRICS.logLoss, sample, OPTIONS);
    assert.equal(interval.low, null);
    assert.equal(interval.high, null);
    return interval.reason;
  };
  assert.match(reasonFor({ ...items([0, 0.1], [1, 0.9]), groups: ["a", "a"] }), /one group/);
  assert.match(reasonFor({ ...items([0, 0.1], [0, 0.9]), groups: ["a", "b"] }), /labelled FAKE/);
  assert.match(reasonFor({ ...items([1, 0.1], [1, 0.9]), groups: ["a", "b"] }), /labelled REAL/);
  assert.match(reasonFor({ ...items(), groups: [] }), /no labelled item/);
});

Deno.test("a metric undefined in more than 5 % of the samples gets no interval but the reason", () => {
  // Of two groups with one class each, half the samples hold one class only.
  const sample = { ...items([0, 0.1], [1, 0.9]), groups: ["a", "b"] };
  const { low, reason } = clusterBootstrap(METRICS.auc, sample, OPTIONS);
  assert.equal(low, null);
  assert.match(reason ?? "", /no value in \d+ of 2000 samples/);
  const logLoss = clusterBootstrap(METRICS.logLoss, sample, OPTIONS);
  assert.ok(logLoss.low !== null);
});

Deno.test("a metric undefined in a few samples leaves those out", () => {
  // Six groups of one class each: the other class is missing in 2 · (1/2)⁶ = 3 % of the samples.
  const sample = {
    ...items([0, 0.1], [0, 0.4], [0, 0.6], [1, 0.3], [1, 0.7], [1, 0.9]),
    groups: ["a", "b", "c", "d", "e", "f"],
  };
  const { low, high } = clusterBootstrap(METRICS.auc, sample, OPTIONS);
  assert.ok(low !== null && low < 7 / 9 && 7 / 9 < high);
});

Deno.test("groups of another number than the items are refused", () => {
  fc.assert(fc.property(fc.nat(5).filter((n) => n !== 2), (n) => {
    const sample = { ...items([0, 0.1], [1, 0.9]), groups: new Array<string>(n).fill("a") };
    assert.throws(() => clusterBootstrap(METRICS.logLoss, sample, OPTIONS), RangeError);
  }));
});

/** AUC of each sample, its items written out as often as they count. */
function naiveValues(sample: GroupedItems, samples: Iterable<Weights>): number[] {
  return Array.from(samples, (weights) => {
    const copies = [...weights].flatMap((weight, k) => new Array<number>(weight).fill(k));
    return METRICS.auc.compute({
      labels: Uint8Array.from(copies, (k) => sample.labels[k]!),
      probabilities: Float64Array.from(copies, (k) => sample.probabilities[k]!),
    }, OPTIONS).value ?? NaN;
  });
}

function standardError(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / values.length / values.length);
}
