import assert from "node:assert/strict";
import fc from "fast-check";
import type { Contrast } from "../../../src/analysis/comparison/contrast.ts";
import { detectableContrast } from "../../../src/analysis/comparison/detectable_contrast.ts";
import type { ScoredVariant } from "../../../src/analysis/summary/scored_variant.ts";
import { sampleVariants } from "../../../src/analysis/summary/variant_samples.ts";
import type { VideoMetricName } from "../../../src/metrics/names.ts";
import { studentQuantile } from "../../../src/base/numeric/statistics/student_quantile.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import { swapTests } from "../../../src/analysis/comparison/swap_test.ts";
import { randomOf } from "../../slow/simulated_worlds.ts";
import { type ScoredPair, scoredPair } from "../summary/scored_pairs.ts";

const DIFFERENCE: Contrast = [{ variant: 0, coefficient: 1 }, { variant: 1, coefficient: -1 }];
const METRIC = { decision: 0.5, clip: 1e-15 };

function detectable(
  { videos, pair }: ScoredPair,
  name: VideoMetricName,
  contrast: Contrast = DIFFERENCE,
) {
  const samples = sampleVariants(pair, videos, { clip: 1e-15, draws: 2, seed: 0 });
  return detectableContrast(contrast, samples, name);
}

/** The variant with its logits moved towards the truth. */
function shifted({ videos, pair: [first, second] }: ScoredPair, shift: number): ScoredPair {
  const moved = first.probabilities.map((p, k) => {
    const logit = Math.log(p / (1 - p)) + (videos.labels[k] === 1 ? shift : -shift);
    return 1 / (1 + Math.exp(-logit));
  });
  return { videos, pair: [{ ...first, probabilities: moved }, second] };
}

/** The gain in log loss and its standard error over groups, video by video. */
function naiveGain({ videos: { labels, groups }, pair: [first, second] }: ScoredPair) {
  const loss = ({ probabilities }: ScoredVariant, k: number) =>
    -Math.log(labels[k] === 1 ? probabilities[k]! : 1 - probabilities[k]!);
  const gains = groups.map((_, k) => loss(second, k) - loss(first, k));
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const names = [...new Set(groups)];
  const squares = names.map((name) =>
    gains.reduce((sum, gain, k) => groups[k] === name ? sum + gain - mean : sum, 0) ** 2
  );
  const total = squares.reduce((sum, square) => sum + square, 0);
  const widening = names.length / (names.length - 1);
  const error = Math.sqrt(widening * total) / gains.length;
  // How much the ratio of mean to error varies, by the delta method.
  const influences = names.map((name) => {
    const own = gains.reduce((sum, gain, k) => groups[k] === name ? sum + gain - mean : sum, 0);
    const share = own / gains.length;
    const squared = share * share - total / gains.length ** 2 / names.length;
    return share / error - mean * squared / (2 * error * total / gains.length ** 2);
  });
  const spread = Math.sqrt(widening * influences.reduce((sum, z) => sum + z * z, 0));
  return { mean, error, spread };
}

Deno.test("it is the first improvement of log loss that is G/(G−1) · (t₀.₉₇₅ + t₀.₈ · spread) of its standard errors", () => {
  const sample = scoredPair({ groups: 18, gain: 0.1, seed: 3 });
  let expected = NaN;
  for (let shift = -3; shift < 5 && Number.isNaN(expected); shift += 0.002) {
    const { mean, error, spread } = naiveGain(shifted(sample, shift));
    const multiple = 18 / 17 * (2.1098155778333156 + 0.863279017420053 * spread);
    if (mean > 0 && mean >= multiple * error) expected = mean;
  }
  const { value } = detectable(sample, "logLoss");
  assert.ok(value !== null && Math.abs(value / expected - 1) < 0.02, `${value} ${expected}`);
});

/** The same with groups drawn anew; one that is drawn twice is two groups. */
function resampled({ videos, pair }: ScoredPair, random: () => number): ScoredPair {
  const names = [...new Set(videos.groups)];
  const places = names.flatMap((_, copy) => {
    const drawn = names[Math.floor(random() * names.length)]!;
    return videos.groups.flatMap((name, k) => name === drawn ? [{ k, group: `${copy}` }] : []);
  });
  return {
    videos: {
      labels: Uint8Array.from(places, ({ k }) => videos.labels[k]!),
      groups: places.map(({ group }) => group),
    },
    pair: pair.map((scored) => ({
      ...scored,
      probabilities: Float64Array.from(places, ({ k }) => scored.probabilities[k]!),
    })) as unknown as ScoredPair["pair"],
  };
}

Deno.test("an AUC that is better by that size is found by the swap test itself in about 80 % of samples", () => {
  const sample = scoredPair({ groups: 24, gain: 0.05, seed: 4 });
  const size = detectable(sample, "auc").value!;
  const gainOf = ({ videos: { labels }, pair }: ScoredPair) => {
    const [first, second] = pair.map(({ probabilities }) =>
      METRICS.auc.compute({ labels, probabilities }, METRIC).value!
    );
    return first! - second!;
  };
  let shift = 0;
  while (gainOf(shifted(sample, shift)) < size) shift += 0.01;
  const better = shifted(sample, shift);
  const { uniform } = randomOf(7);
  const found = Array.from({ length: 150 }, () => {
    const { videos, pair } = resampled(better, uniform);
    const [test] = swapTests("auc", [pair], { videos, swaps: 399, seed: 1, clip: 1e-15 });
    return test!.pTwoSided !== null && test!.pTwoSided <= 0.05;
  }).filter(Boolean).length / 150;
  assert.ok(found > 0.68 && found < 0.92, `${found}`);
});

Deno.test("how much better the variant is already makes no difference", () => {
  const sample = scoredPair({ groups: 25, gain: 0.05, seed: 8 });
  for (const name of ["logLoss", "auc"] as const) {
    const [one, other] = [0, 0.4].map((shift) => detectable(shifted(sample, shift), name).value!);
    assert.ok(Math.abs(one! / other! - 1) < 0.05, `${name} ${one} ${other}`);
  }
});

Deno.test("it never exceeds what can occur: where nothing that can would be found, there is none, and it says so", () => {
  let none = 0;
  fc.assert(
    fc.property(fc.nat(1e6), fc.integer({ min: 6, max: 30 }), (seed, groups) => {
      const sample = scoredPair({ groups, gain: 0.1, seed });
      for (const name of ["logLoss", "auc"] as const) {
        const { value, reason } = detectable(sample, name);
        const baseline = METRICS[name].compute(
          { labels: sample.videos.labels, probabilities: sample.pair[1].probabilities },
          METRIC,
        ).value!;
        if (value === null) none += 1;
        if (value === null) {
          assert.match(reason, /no equal shift of its logits towards the truth would be found/);
        } else assert.ok(value > 0 && value <= (name === "auc" ? 1 - baseline : baseline) + 1e-12);
      }
    }),
    { numRuns: 40 },
  );
  const certain = scoredPair({ groups: 8, gain: 0.995, seed: 1 });
  assert.equal(
    detectable({ ...certain, pair: [certain.pair[1], certain.pair[0]] }, "auc").value,
    null,
  );
  assert.ok(none < 60, "most pairs have one");
});

Deno.test("more groups of the same kind make smaller differences visible; copies inside groups do not", () => {
  const [few, many] = [12, 96].map((groups) => scoredPair({ groups, gain: 0.05, seed: 2 }));
  for (const name of ["logLoss", "auc"] as const) {
    assert.ok(detectable(many!, name).value! < detectable(few!, name).value! / 2);
    const twice = <T>(values: readonly T[]) => [...values, ...values];
    const copied: ScoredPair = {
      videos: {
        labels: Uint8Array.from(twice([...few!.videos.labels])),
        groups: twice(few!.videos.groups),
      },
      pair: few!.pair.map((one) => ({
        ...one,
        probabilities: Float64Array.from(twice([...one.probabilities])),
      })) as unknown as ScoredPair["pair"],
    };
    assert.ok(Math.abs(detectable(copied, name).value! / detectable(few!, name).value! - 1) < 1e-6);
  }
});

Deno.test("in large runs it is the multiple of the standard error that the pair has", () => {
  const sample = scoredPair({ groups: 500, gain: 0.05, seed: 4 });
  const { error } = naiveGain(sample);
  const { value } = detectable(sample, "logLoss");
  const multiple = 500 / 499 * (studentQuantile(0.975, 499) + studentQuantile(0.8, 499));
  assert.ok(value !== null && Math.abs(value / (multiple * error) - 1) < 1e-6, `${value}`);
});

Deno.test("too few groups, no difference anywhere, or no error by sums: null and the reason", () => {
  const five = scoredPair({ groups: 5, gain: 0.1, seed: 1 });
  const one = { ...five, videos: { ...five.videos, groups: five.videos.groups.map(() => "one") } };
  for (const name of ["logLoss", "auc"] as const) {
    assert.match(detectable(five, name).reason ?? "", /fewer than six groups/);
    assert.match(detectable(one, name).reason ?? "", /fewer than six groups/);
  }
  const { videos, pair: [, second] } = scoredPair({ groups: 9, gain: 0.1, seed: 1 });
  const same: ScoredPair = { videos, pair: [second, second] };
  assert.match(detectable(same, "logLoss").reason ?? "", /no group makes a difference/);
  assert.match(detectable(same, "auc").reason ?? "", /no group makes a difference/);
  assert.match(detectable(same, "eer").reason ?? "", /no sums/);
});
