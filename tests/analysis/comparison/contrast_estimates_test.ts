import assert from "node:assert/strict";
import fc from "fast-check";
import {
  estimateContrasts,
  pairedEstimates,
} from "../../../src/analysis/comparison/contrast_estimates.ts";
import type { Contrast } from "../../../src/analysis/comparison/contrast.ts";
import type { ScoredVariant } from "../../../src/analysis/summary/scored_variant.ts";
import { sampleVariants } from "../../../src/analysis/summary/variant_samples.ts";
import { clusterDraws, clustersOf } from "../../../src/base/numeric/statistics/cluster_resample.ts";
import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../../../src/metrics/names.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import { type ScoredPair, scoredPair } from "../summary/scored_pairs.ts";

const OPTIONS = { clip: 1e-15, draws: 199, seed: 3 };
const DIFFERENCE: Contrast = [{ variant: 0, coefficient: 1 }, { variant: 1, coefficient: -1 }];
const REVERSED: Contrast = [{ variant: 1, coefficient: 1 }, { variant: 0, coefficient: -1 }];

type Sample = Pick<ScoredPair, "videos"> & { readonly variants: readonly ScoredVariant[] };

function estimates(
  contrasts: readonly Contrast[],
  { videos, variants }: Sample,
  name: VideoMetricName,
) {
  return estimateContrasts(contrasts, sampleVariants(variants, videos, OPTIONS), name);
}

function pairOf(options: Parameters<typeof scoredPair>[0]): Sample {
  const { videos, pair } = scoredPair(options);
  return { videos, variants: pair };
}

const pairs = fc.record({
  seed: fc.nat(1e6),
  groups: fc.integer({ min: 2, max: 16 }),
  gain: fc.constantFrom(0, 0.05, 0.15, 0.4),
  moved: fc.integer({ min: 0, max: 40 }),
}).map(({ moved, ...options }): Sample => {
  const { videos, pair: [first, second] } = scoredPair(options);
  const probabilities = first.probabilities.map((p, k) => k < moved ? p : second.probabilities[k]!);
  return { videos, variants: [{ ...first, probabilities }, second] };
});

/** Draws the groups, and computes each sample's loss and its standard error video by video. */
function naiveTest({ videos, variants: [first, second] }: Sample) {
  const { ofItem, count } = clustersOf(videos.groups);
  const loss = ({ probabilities }: ScoredVariant, k: number) =>
    -Math.log(videos.labels[k] === 1 ? probabilities[k]! : 1 - probabilities[k]!);
  const of = (weights: ArrayLike<number>) => {
    const [sums, sizes] = [new Array<number>(count).fill(0), new Array<number>(count).fill(0)];
    ofItem.forEach((group, k) => {
      sums[group]! += loss(first!, k) - loss(second!, k);
      sizes[group]! += 1;
    });
    const total = (values: readonly number[]) =>
      values.reduce((sum, value, g) => sum + weights[g]! * value, 0);
    const theta = total(sums) / total(sizes);
    const squares = total(sums.map((sum, g) => (sum - theta * sizes[g]!) ** 2));
    return { theta, error: Math.sqrt(count / (count - 1) * squares) / total(sizes) };
  };
  const { theta, error } = of(new Array<number>(count).fill(1));
  const moves = Array.from(clusterDraws(count, OPTIONS), (weights) => {
    const sample = of(weights);
    return (sample.theta - theta) / sample.error * count / (count - 1) * error;
  }).sort((a, b) => a - b);
  const beyond = moves.filter((move) => theta > 0 ? move >= theta : move <= theta).length;
  // 2 · (1 + 4) / 200 is 0.05: four of 199 samples may lie beyond each end.
  return { p: 2 * (1 + beyond) / 200, low: theta - moves.at(-5)!, high: theta - moves[4]! };
}

Deno.test("a difference of log loss has the bootstrap-t, written out", () => {
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 8, max: 14 }), (seed, groups) => {
      const sample = pairOf({ groups, gain: 0.1, seed });
      const [{ estimate, test } = assert.fail()] = estimates([DIFFERENCE], sample, "logLoss");
      const naive = naiveTest(sample);
      assert.equal(test.method, "bootstrap-t");
      near(test.p, Math.min(1, naive.p));
      near(estimate.interval.low, naive.low);
      near(estimate.interval.high, naive.high);
    }),
    { numRuns: 20 },
  );
});

Deno.test("the interval of AUC reaches as far as the swapped differences that are not rare", () => {
  for (const seed of [1, 2, 3, 4]) {
    const sample = pairOf({ groups: 8, gain: 0.1, seed });
    const { videos, variants } = sample;
    const names = [...new Set(videos.groups)];
    const differences = Array.from({ length: 2 ** 8 }, (_, bits) => {
      const side = (v: number) => {
        const probabilities = Float64Array.from(videos.groups, (group, k) => {
          const swapped = (bits >> names.indexOf(group)) & 1;
          return variants[swapped ? 1 - v : v]!.probabilities[k]!;
        });
        const options = { decision: 0.5, clip: 1e-15 };
        return METRICS.auc.compute({ labels: videos.labels, probabilities }, options).value!;
      };
      return side(0) - side(1);
    });
    const sizes = differences.map(Math.abs).sort((a, b) => b - a);
    const [{ estimate, test, swapTest } = assert.fail()] = estimates([DIFFERENCE], sample, "auc");
    assert.equal(test.method, "swap");
    assert.equal(test.p, swapTest.pTwoSided);
    // 12 of 256 are 4.7 %: the thirteenth is the farthest that is not rejected.
    const baseline = METRICS.auc.compute(
      { labels: videos.labels, probabilities: variants[1]!.probabilities },
      { decision: 0.5, clip: 1e-15 },
    ).value!;
    near(estimate.interval.low, Math.max(-baseline, differences[0]! - sizes[12]!), 1e-11);
    near(estimate.interval.high, Math.min(1 - baseline, differences[0]! + sizes[12]!), 1e-11);
  }
});

Deno.test("of every metric the interval excludes 0 exactly if p is at most 0.05, and cannot leave what can occur", () => {
  fc.assert(
    fc.property(pairs, (sample) => {
      for (const name of VIDEO_METRIC_NAMES) {
        const [one] = estimates([DIFFERENCE], sample, name);
        const { estimate: { interval: { low, high }, value }, test: { p } } = one!;
        if (low === null || p === null || value === null) {
          assert.ok(low === null && p === null, `${name}: both or neither`);
          continue;
        }
        assert.equal(low > 0 || high < 0, p <= 0.05, `${name}: ${low} ${high} ${p}`);
        assert.ok(low <= value + 1e-9 && value - 1e-9 <= high, name);
        const { unit } = METRICS[name];
        if (unit === "fraction" || name === "brier") assert.ok(low >= -1 && high <= 1);
      }
    }),
    { numRuns: 25 },
  );
});

Deno.test("swapping variant and baseline turns the interval round and leaves p as it is", () => {
  fc.assert(
    fc.property(pairs, (sample) => {
      for (const name of ["logLoss", "brier", "auc", "f1"] as const) {
        const [one, other] = estimates([DIFFERENCE, REVERSED], sample, name);
        assert.equal(one!.test.p, other!.test.p);
        near(one!.swapTest.pTwoSided, other!.swapTest.pTwoSided);
        const { value, interval } = one!.estimate;
        if (value === null || interval.low === null) continue;
        near(-value, other!.estimate.value);
        // Each is cut to what its own baseline leaves room for: cut both ways they are the same.
        const turned = other!.estimate.interval;
        const [least, most] = roomOf(sample, name);
        near(Math.max(interval.low, least), Math.max(-turned.high!, least));
        near(Math.min(interval.high, most), Math.min(-turned.low!, most));
      }
    }),
    { numRuns: 25 },
  );
});

Deno.test("the order of the groups changes no difference, no exact test, and p only by what samples differ", () => {
  const { videos, variants } = pairOf({ groups: 12, gain: 0.12, seed: 7 });
  const order = [...videos.groups.keys()].reverse();
  const turned: Sample = {
    videos: {
      labels: Uint8Array.from(order, (k) => videos.labels[k]!),
      groups: order.map((k) => videos.groups[k]!),
    },
    variants: variants.map((variant) => ({
      ...variant,
      probabilities: Float64Array.from(order, (k) => variant.probabilities[k]!),
    })),
  };
  for (const name of ["logLoss", "auc", "accuracy"] as const) {
    const [one] = estimates([DIFFERENCE], { videos, variants }, name);
    const [other] = estimates([DIFFERENCE], turned, name);
    near(one!.estimate.value, other!.estimate.value);
    near(one!.swapTest.pTwoSided, other!.swapTest.pTwoSided);
    assert.ok(Math.abs(one!.test.p! - other!.test.p!) < 0.1);
  }
});

Deno.test("equal scores, and terms that cancel, have p 1 and the interval [0, 0]", () => {
  const { videos, variants: [first, second] } = pairOf({ groups: 9, gain: 0.1, seed: 5 });
  const variants = [first!, first!, second!];
  const cancelling: Contrast = [0.1, 0.2, -0.3].map((coefficient) => ({ variant: 2, coefficient }));
  // Of so few videos there is no TPR at an FPR of 1 %, and no costs are given.
  const missing = ["tprAt1Fpr", "tprAt0p1Fpr", "cost"];
  for (const name of VIDEO_METRIC_NAMES.filter((name) => !missing.includes(name))) {
    for (const one of estimates([DIFFERENCE, cancelling], { videos, variants }, name)) {
      assert.equal(one.test.p, 1, name);
      near(one.estimate.interval.low, 0);
      near(one.estimate.interval.high, 0);
    }
    const [{ estimate } = assert.fail()] = estimates([DIFFERENCE], { videos, variants }, name);
    assert.deepEqual(estimate.interval, { low: 0, high: 0, reason: null });
  }
});

Deno.test("where too few groups differ for the bootstrap, the swap test gives p and interval", () => {
  const { videos, variants: [, second] } = pairOf({ groups: 30, gain: 0, seed: 2 });
  const probabilities = second!.probabilities.map((p, k) => k < 2 ? p / 2 : p);
  const variants = [{ ...second!, probabilities }, second!];
  const [{ estimate, test } = assert.fail()] = estimates(
    [DIFFERENCE],
    { videos, variants },
    "logLoss",
  );
  assert.deepEqual([test.method, test.p], ["swap", 1]);
  const { value, interval: { low, high } } = estimate;
  assert.ok(
    Math.abs(Math.min(-low!, high!)) < 1e-11 &&
      Math.abs(high! - low! - 2 * Math.abs(value!)) < 1e-11,
  );
});

Deno.test("a contrast of many variants swaps all its pairs at once", () => {
  const { videos, variants: [a, b] } = pairOf({ groups: 7, gain: 0.1, seed: 3 });
  const { variants: [c, d] } = pairOf({ groups: 7, gain: 0.2, seed: 4 });
  const variants = [a!, b!, c!, d!];
  const contrast: Contrast = [0.5, -0.5, 0.5, -0.5].map((coefficient, variant) => ({
    variant,
    coefficient,
  }));
  const names = [...new Set(videos.groups)];
  for (const name of ["logLoss", "auc", "f1"] as const) {
    const differences = Array.from({ length: 2 ** 7 }, (_, bits) => {
      const value = (v: number) => {
        const probabilities = Float64Array.from(videos.groups, (group, k) => {
          const swapped = (bits >> names.indexOf(group)) & 1;
          return variants[swapped ? v ^ 1 : v]!.probabilities[k]!;
        });
        const options = { decision: 0.5, clip: 1e-15 };
        return METRICS[name].compute({ labels: videos.labels, probabilities }, options).value!;
      };
      return (value(0) - value(1) + value(2) - value(3)) / 2;
    });
    const extreme = differences.filter((value) =>
      Math.abs(value) >= Math.abs(differences[0]!) - 1e-12
    );
    const [{ estimate, swapTest } = assert.fail()] = estimates(
      [contrast],
      { videos, variants },
      name,
    );
    near(estimate.value, differences[0]!);
    near(swapTest.pTwoSided, extreme.length / 2 ** 7);
  }
});

Deno.test("without intervals there is no test either, for the same reason", () => {
  const { videos, variants } = pairOf({ groups: 5, gain: 0.1, seed: 1 });
  const samples = sampleVariants(variants, videos, { ...OPTIONS, fewestGroups: 6 });
  const [{ estimate, test } = assert.fail()] = pairedEstimates([DIFFERENCE], samples, "logLoss");
  assert.equal(test.p, null);
  assert.equal(test.reason, "there are fewer than 6 groups");
  assert.equal(estimate.interval.reason, test.reason);
  const fakes = { ...videos, labels: videos.labels.map(() => 1) };
  const [auc] = pairedEstimates([DIFFERENCE], sampleVariants(variants, fakes, OPTIONS), "auc");
  assert.match(auc!.test.reason ?? "", /REAL/);
});

/** The differences that leave either variant's metric in its range, if the other's stays as it is. */
function roomOf({ videos, variants }: Sample, name: VideoMetricName): readonly [number, number] {
  const most = name === "logLoss" ? -Math.log(1e-15) : 1;
  const [first, second] = variants.map(({ probabilities }) =>
    METRICS[name].compute({ labels: videos.labels, probabilities }, {
      decision: 0.5,
      clip: 1e-15,
    }).value ?? NaN
  );
  return [Math.max(-second!, first! - most), Math.min(most - second!, first!)];
}

function near(actual: number | null, expected: number | null, tolerance = 1e-9): void {
  if (actual === null || expected === null) return assert.equal(actual, expected);
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}
