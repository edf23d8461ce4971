import assert from "node:assert/strict";
import fc from "fast-check";
import {
  clusterDraws,
  type Clusters,
  clustersOf,
} from "../../src/base/numeric/statistics/cluster_resample.ts";
import { METRICS } from "../../src/metrics/registry.ts";
import { studentisedSamples } from "../../src/metrics/studentised_samples.ts";
import { sumContrast } from "../../src/metrics/sum_contrast.ts";
import { isSumMetric, type SumMetric } from "../../src/metrics/sum_metric.ts";
import { onceEach } from "../../src/metrics/weighted_metric.ts";

const OPTIONS = { decision: 0.5, clip: 1e-15 };
const SAMPLING = { draws: 60, seed: 4 };

type SumName =
  | "logLoss"
  | "brier"
  | "accuracy"
  | "balancedAccuracy"
  | "f1"
  | "mcc"
  | "logLossSkill";

/** Videos of a few groups, scored twice. */
const samples = fc.array(
  fc.record({
    label: fc.constantFrom(0, 1),
    first: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    second: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    group: fc.nat(7),
  }),
  { minLength: 12, maxLength: 40 },
).filter((videos) =>
  new Set(videos.map(({ label }) => label)).size === 2 &&
  new Set(videos.map(({ group }) => group)).size > 2
);

type Videos = readonly { label: number; first: number; second: number; group: number }[];

function prepared(
  name: SumName,
  videos: Videos,
  { side, clusters }: { side: "first" | "second"; clusters: Clusters },
): SumMetric {
  const labels = Uint8Array.from(videos, ({ label }) => label);
  const probabilities = Float64Array.from(videos, (video) => video[side]);
  const metric = METRICS[name].prepareClusters({ labels, probabilities, clusters }, OPTIONS);
  assert.ok(isSumMetric(metric));
  return metric;
}

function differenceOf(name: SumName, videos: Videos) {
  const clusters = clustersOf(videos.map(({ group }) => `${group}`));
  const [first, second] = (["first", "second"] as const)
    .map((side) => prepared(name, videos, { side, clusters }));
  const terms = [{ metric: first!, coefficient: 1 }, { metric: second!, coefficient: -1 }];
  return { clusters, first: first!, second: second!, contrast: sumContrast(terms) };
}

Deno.test("of a difference of means the errors are √(G/(G−1) · Σ w (s − θ n)²) / Σ w n", () => {
  fc.assert(fc.property(samples, (videos) => {
    const { clusters, contrast } = differenceOf("brier", videos);
    const loss = ({ label, first, second }: Videos[number]) =>
      (first - label) ** 2 - (second - label) ** 2;
    const of = (weights: ArrayLike<number>) => {
      const sum = (item: (video: Videos[number]) => number) =>
        videos.reduce((all, video, k) => all + weights[clusters.ofItem[k]!]! * item(video), 0);
      const theta = sum(loss) / sum(() => 1);
      const squares = Array.from({ length: clusters.count }, (_, g) => {
        const own = videos.filter((_, k) => clusters.ofItem[k] === g);
        return weights[g]! * (own.reduce((all, v) => all + loss(v), 0) - theta * own.length) ** 2;
      });
      const factor = clusters.count / (clusters.count - 1);
      const error = Math.sqrt(factor * squares.reduce((a, b) => a + b, 0)) / sum(() => 1);
      return { theta, error };
    };
    const [found] = studentisedSamples([contrast], { ...SAMPLING, count: clusters.count });
    const all = of(onceEach(clusters.count));
    near(found!.estimate, all.theta);
    near(found!.error, all.error);
    let draw = 0;
    for (const weights of clusterDraws(clusters.count, SAMPLING)) {
      const { theta, error } = of(weights);
      const distance = found!.distances[draw++]!;
      if (error > 1e-4 * all.error) near(distance, (theta - all.theta) / error, 1e-6);
      else if (error < 1e-9 * all.error) assert.ok(Number.isNaN(distance));
    }
  }));
});

Deno.test("terms that cancel leave exactly nothing", () => {
  const videos = Array.from({ length: 9 }, (_, k) => ({
    ...{ label: k % 2, first: (k + 1) / 11, second: 0.3, group: k % 3 },
  }));
  const { clusters, first } = differenceOf("logLoss", videos);
  const terms = [0.1, 0.2, -0.3].map((coefficient) => ({ metric: first, coefficient }));
  const [found] = studentisedSamples([sumContrast(terms)], { ...SAMPLING, count: clusters.count });
  assert.equal(found!.estimate, 0);
  assert.equal(found!.error, 0);
});

function near(actual: number, expected: number, tolerance = 1e-9): void {
  if (Number.isNaN(expected)) return assert.ok(Number.isNaN(actual), `${actual}`);
  const apart = Math.abs(actual - expected);
  assert.ok(apart <= tolerance * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`);
}
