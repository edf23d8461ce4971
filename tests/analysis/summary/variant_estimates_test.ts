import assert from "node:assert/strict";
import fc from "fast-check";
import { scoringAll } from "./scoring_all.ts";
import { bestMetrics } from "../../../src/analysis/summary/best_variants.ts";
import { estimateLogLosses } from "../../../src/analysis/summary/log_loss_estimates.ts";
import { VIDEO_METRIC_NAMES } from "../../../src/metrics/names.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import { clustersOf } from "../../../src/base/numeric/statistics/cluster_resample.ts";
import { clusterResamples } from "../../base/numeric/statistics/cluster_resamples.ts";
import {
  computeWidenedReach,
  studentEnds,
} from "../../../src/base/numeric/statistics/bootstrap_interval.ts";
import { mulberry } from "../../runs/fake_run.ts";
import { estimateVariants } from "./estimate_variants.ts";

const OPTIONS = { baseline: 0, clip: 1e-15, draws: 200, seed: 3 };

/** Pairs of a real and a fake video, scored by several variants with some skill. */
function sample(
  { pairs, variants, seed }: { pairs: number; variants: number; seed: number },
) {
  const random = mulberry(seed);
  const labels = Uint8Array.from({ length: 2 * pairs }, (_, i) => i % 2);
  const groups = Array.from(labels, (_, i) => `source ${i >> 1}`);
  const scored = Array.from({ length: variants }, () => ({
    probabilities: Float64Array.from(labels, (label) => (2 * random() + label) / 3),
    decision: 0.5,
  }));
  return { scored, videos: { labels, groups } };
}

/** A data set of its own for each resample, written out item by item. */
function naiveDifferences(
  { scored, videos }: ReturnType<typeof sample>,
  name: typeof VIDEO_METRIC_NAMES[number],
): number[] {
  const clusters = clustersOf(videos.groups);
  const values: number[] = [];
  for (const weights of clusterResamples(clusters, OPTIONS)) {
    const items = Array.from(weights).flatMap((times, item) => new Array<number>(times).fill(item));
    const of = ({ probabilities, decision }: typeof scored[number]) =>
      METRICS[name].compute({
        labels: Uint8Array.from(items, (item) => videos.labels[item]!),
        probabilities: Float64Array.from(items, (item) => probabilities[item]!),
      }, { decision, clip: OPTIONS.clip }).value;
    const [base, other] = scored.map(of);
    if (base !== null && other !== null) values.push(other! - base!);
  }
  return values;
}

/** What is added up group by group is rounded in other places. */
function assertClose(actual: number | null, expected: number | null): void {
  if (actual === null || expected === null) return assert.equal(actual, expected);
  assert.ok(Math.abs(actual - expected) <= 1e-12, `${actual} is not ${expected}`);
}

Deno.test("values are those of the metrics themselves, and differences are theirs", () => {
  const { scored, videos } = sample({ pairs: 15, variants: 3, seed: 1 });
  const estimates = estimateVariants(scored, videos, { ...OPTIONS, baseline: 1 });
  assert.equal(estimates[1]!.differences, null);
  for (const name of VIDEO_METRIC_NAMES) {
    const values = scored.map(({ probabilities, decision }) =>
      METRICS[name].compute({ labels: videos.labels, probabilities }, { decision, clip: 1e-15 })
    );
    estimates.forEach(({ metrics, differences }, v) => {
      assertClose(metrics[name].value, values[v]!.value);
      assert.equal(metrics[name].n, 30);
      if (differences && values[v]!.value !== null && values[1]!.value !== null) {
        assertClose(differences[name].value, values[v]!.value - values[1]!.value);
      }
    });
  }
});

Deno.test("a difference's interval is that of differences within the same samples of groups", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 6, max: 14 }),
      (seed, pairs) => {
        const drawn = sample({ pairs, variants: 2, seed });
        const other = estimateVariants(drawn.scored, drawn.videos, OPTIONS)[1]!;
        for (const name of ["logLoss", "auc", "accuracy"] as const) {
          const naive = naiveDifferences(drawn, name);
          const { interval } = other.differences![name];
          const estimate = other.differences![name].value!;
          const [low, high] = studentEnds(naive, { estimate, reach: computeWidenedReach(pairs) });
          assert.ok(Math.abs(interval.low! - low) < 1e-12);
          assert.ok(Math.abs(interval.high! - high) < 1e-12);
        }
      },
    ),
    { numRuns: 8 },
  );
});

Deno.test("pairing makes the interval of a small, steady difference narrow", () => {
  const { scored: [base], videos } = sample({ pairs: 30, variants: 1, seed: 5 });
  const nudged = {
    decision: 0.5,
    probabilities: base!.probabilities.map((p, i) =>
      p + (videos.labels[i] ? 1 : -1) * p * (1 - p) / 50
    ),
  };
  const [own, better] = estimateVariants([base!, nudged], videos, OPTIONS);
  const { low, high } = better!.differences!.logLoss.interval;
  assert.ok(high! < 0, "it is better in every sample");
  assert.ok(
    high! - low! < (own!.metrics.logLoss.interval.high! - own!.metrics.logLoss.interval.low!) / 5,
  );
});

Deno.test("a variant that says the same differs by exactly nothing", () => {
  const { scored: [base], videos } = sample({ pairs: 8, variants: 1, seed: 2 });
  const twin = estimateVariants([base!, base!], videos, OPTIONS)[1]!;
  assert.deepEqual(twin.differences!.logLoss, {
    ...{ value: 0, reason: null, n: 16 },
    interval: { low: 0, high: 0, reason: null },
  });
});

Deno.test("one group, one class or no video: no interval, and the reason", () => {
  const { scored, videos } = sample({ pairs: 8, variants: 2, seed: 2 });
  const oneGroup = { ...videos, groups: videos.groups.map(() => "a") };
  const [first, second] = estimateVariants(scored, oneGroup, OPTIONS);
  assert.match(first!.metrics.logLoss.interval.reason!, /group/);
  assert.match(second!.differences!.auc.interval.reason!, /group/);
  const oneClass = { ...videos, labels: videos.labels.map(() => 1) };
  const fakes = estimateVariants(scored, oneClass, OPTIONS)[0]!;
  assert.equal(fakes.metrics.auc.value, null);
  assert.match(fakes.metrics.auc.reason!, /REAL/);
  const none = estimateVariants(
    scored.map((variant) => ({ ...variant, probabilities: new Float64Array() })),
    { labels: new Uint8Array(), groups: [] },
    OPTIONS,
  );
  assert.equal(none[1]!.differences!.logLoss.value, null);
  assert.equal(none[0]!.metrics.logLoss.n, 0);
});

Deno.test("in a very large run only the main metrics get intervals, and the others say so", () => {
  const { scored: [one], videos } = sample({ pairs: 15_000, variants: 1, seed: 4 });
  // A single group, so that nothing is drawn and the test is quick.
  const groups = videos.groups.map(() => "a");
  const { metrics } = estimateVariants([one!], { ...videos, groups }, {
    ...OPTIONS,
    draws: 2000,
  })[0]!;
  assert.match(metrics.eer.interval.reason!, /too large/);
  assert.match(metrics.logLoss.interval.reason!, /group/);
  assert.notEqual(metrics.eer.value, null);
});

Deno.test("log loss of a part of the videos is the metric of these; of whole groups it has their spread", () => {
  const { scored: [one], videos } = sample({ pairs: 10, variants: 1, seed: 9 });
  const { probabilities } = one!;
  const { metrics } = estimateVariants([one!], videos, OPTIONS)[0]!;
  const kept = Uint32Array.from(probabilities.keys());
  // Without one video, and without the fakes.
  const parts = [kept, kept.subarray(1), kept.filter((k) => videos.labels[k] === 0)]
    .map((some) => ({
      kept: some,
      probabilities: Float64Array.from(some, (k) => probabilities[k]!),
    }));
  const [all, some, reals] = estimateLogLosses(parts, videos, OPTIONS);
  assert.deepEqual(all, metrics.logLoss);
  const alone = METRICS.logLoss.compute(
    { labels: videos.labels.subarray(1), probabilities: probabilities.subarray(1) },
    { decision: 0.5, clip: OPTIONS.clip },
  );
  assertClose(some!.value, alone.value);
  assert.equal(some!.n, 19);
  assert.ok(some!.interval.low! < some!.value! && some!.value! < some!.interval.high!);
  assert.match(reals!.interval.reason ?? "", /FAKE/);
});

Deno.test("best is lowest where lower is better, highest where higher is, and nobody where all are equal", () => {
  const { scored, videos } = sample({ pairs: 12, variants: 3, seed: 6 });
  const metrics = estimateVariants(scored, videos, OPTIONS).map((estimates) => estimates.metrics);
  const best = bestMetrics(metrics.map(scoringAll));
  const losses = metrics.map(({ logLoss }) => logLoss.value!);
  const aucs = metrics.map(({ auc }) => auc.value!);
  metrics.forEach((_, v) => {
    assert.equal(best[v]!.includes("logLoss"), losses[v] === Math.min(...losses));
    assert.equal(best[v]!.includes("auc"), aucs[v] === Math.max(...aucs));
  });
  assert.deepEqual(bestMetrics([metrics[0]!, metrics[0]!].map(scoringAll)), [[], []]);
});
