import assert from "node:assert/strict";
import { readAblation } from "../../../src/analysis/effects/read_ablation.ts";
import type { ScoredVariant } from "../../../src/analysis/summary/scored_variant.ts";
import { sampleVariants } from "../../../src/analysis/summary/variant_samples.ts";
import type { Ablation } from "../../../src/records/ablation.ts";
import type { Settings } from "../../../src/records/manifest.ts";
import { METRICS } from "../../../src/metrics/registry.ts";
import { seededRandom } from "../../../src/base/numeric/statistics/seeded_random.ts";
import { scoredPair } from "../summary/scored_pairs.ts";

const OPTIONS = { clip: 1e-15, draws: 500, seed: 0 };
const { videos, pair: [{ probabilities: base }] } = scoredPair({ groups: 20, gain: 0, seed: 9 });

const BASE: Settings = { frames: 32, margin: 0.3, pooling: "confident", seed: 0, model: ["demo"] };

interface AblationVariant extends ScoredVariant {
  readonly settings: Settings;
}

function ablation(
  variants: readonly AblationVariant[],
  { sample = videos, metric = "logLoss", noise = null }: {
    readonly sample?: typeof videos;
    readonly metric?: "logLoss" | "auc";
    readonly noise?: number | null;
  } = {},
): Ablation {
  const settings = variants.map((one) => one.settings);
  return readAblation(settings, sampleVariants(variants, sample, OPTIONS), {
    metric,
    baseline: 0,
    noise,
  });
}

/** A variant whose scores go towards the labels by a share, and a little at random by its seed. */
function variant(settings: Settings, gain: number): AblationVariant {
  const all = { ...BASE, ...settings };
  const below = seededRandom(Number(all.seed));
  const probabilities = base.map((p, k) => {
    const jitter = all.seed === 0 ? 0 : (below(1001) - 500) / 25_000;
    return Math.min(0.999, Math.max(0.001, p + gain * (videos.labels[k]! - p) + jitter));
  });
  return { settings: all, probabilities, decision: 0.5 };
}

function lossOf({ probabilities }: AblationVariant): number {
  const { value } = METRICS.logLoss.compute({ labels: videos.labels, probabilities }, {
    decision: 0.5,
    clip: 1e-15,
  });
  return value ?? NaN;
}

function near(actual: number | null, expected: number): void {
  assert.ok(actual !== null && Math.abs(actual - expected) < 1e-12, `${actual} ${expected}`);
}

/** frames 32, 8 × margin 0.3, 0.1; few frames are worse, a small margin worse still, together far worse. */
const MATRIX = [
  variant({}, 0.3),
  variant({ margin: 0.1 }, 0.2),
  variant({ frames: 8 }, 0.25),
  variant({ frames: 8, margin: 0.1 }, 0),
];
const LOSSES = MATRIX.map(lossOf);

Deno.test("a main effect is the mean difference with the other parameter held fixed", () => {
  const { effects } = ablation(MATRIX);
  assert.deepEqual(
    effects.map(({ parameter, value, reference, settings }) => [
      parameter,
      value,
      reference,
      settings,
    ]),
    [["frames", 8, 32, 2], ["margin", 0.1, 0.3, 2]],
  );
  const [frames, margin] = effects;
  near(frames!.effect.value, (LOSSES[2]! - LOSSES[0]! + LOSSES[3]! - LOSSES[1]!) / 2);
  near(frames!.mean.value, (LOSSES[2]! + LOSSES[3]!) / 2);
  near(frames!.referenceMean.value, (LOSSES[0]! + LOSSES[1]!) / 2);
  near(margin!.effect.value, (LOSSES[1]! - LOSSES[0]! + LOSSES[3]! - LOSSES[2]!) / 2);
  for (const { effect } of effects) {
    assert.ok(effect.interval.low !== null && effect.interval.low > 0, "both make it worse");
    assert.ok(effect.interval.low <= effect.value! && effect.value! <= effect.interval.high!);
  }
});

Deno.test("an interaction is what two changes do together beyond each alone", () => {
  const { interactions, interactionsTried } = ablation(MATRIX);
  assert.equal(interactionsTried, 1);
  const { factors, effect, finding, settings } = interactions[0]!;
  assert.deepEqual(factors.map(({ parameter }) => parameter), ["frames", "margin"]);
  assert.equal(settings, 1);
  near(effect.value, LOSSES[3]! - LOSSES[2]! - LOSSES[1]! + LOSSES[0]!);
  assert.ok(effect.interval.low! > 0);
  assert.equal(finding, "worse");
});

Deno.test("significant interactions come first, then the larger ones", () => {
  const frames = [32, 16, 8];
  const margins = [0.3, 0.2, 0.1];
  const variants = frames.flatMap((frame, f) =>
    margins.map((margin, m) => variant({ frames: frame, margin }, 0.3 - 0.03 * (f + m + f * m)))
  );
  const { interactions, interactionsTried } = ablation(variants);
  assert.equal(interactionsTried, 4);
  const order = interactions.map(({ finding, effect }) =>
    (finding === "worse" ? 1000 : 0) + Math.abs(effect.value!)
  );
  assert.deepEqual(order, order.toSorted((a, b) => b - a));
});

Deno.test("seeds are averaged, never compared, and their spread is told", () => {
  const variants = [
    MATRIX[0]!,
    ...[1, 2, 3].map((seed) => variant({ seed, frames: 16 }, 0.2)),
    variant({ seed: 1, pooling: "mean" }, 0.1),
  ];
  const { effects, spreads } = ablation(variants);
  const losses = variants.map(lossOf);
  assert.deepEqual(effects.map(({ parameter }) => parameter), ["frames", "pooling"]);
  near(effects[0]!.mean.value, (losses[1]! + losses[2]! + losses[3]!) / 3);
  near(effects[0]!.effect.value, (losses[1]! + losses[2]! + losses[3]!) / 3 - losses[0]!);
  assert.equal(spreads.length, 1);
  const { settings, variants: places, mean, deviation, range } = spreads[0]!;
  assert.deepEqual(settings, { frames: 16, pooling: "confident" });
  assert.deepEqual(places, [1, 2, 3]);
  near(mean.value, (losses[1]! + losses[2]! + losses[3]!) / 3);
  const squares = [1, 2, 3].reduce((sum, k) => sum + (losses[k]! - mean.value!) ** 2, 0);
  near(deviation.value, Math.sqrt(squares / 2));
  near(range.value, Math.max(...losses.slice(1, 4)) - Math.min(...losses.slice(1, 4)));
});

Deno.test("a preset that differs in several parameters has no effect of its own", () => {
  const preset = variant({ frames: 8, margin: 0, pooling: "mean" }, 0.1);
  const { effects, interactions } = ablation([MATRIX[0]!, preset]);
  assert.deepEqual(effects, []);
  assert.deepEqual(interactions, []);
});

Deno.test("where the base's value was not run beside another, the first that was is the reference", () => {
  // A matrix beside a base that shares none of its rows.
  const variants = [
    MATRIX[0]!,
    variant({ frames: 8, pooling: "mean" }, 0.1),
    variant({ frames: 16, pooling: "mean" }, 0.2),
  ];
  const { effects } = ablation(variants);
  assert.deepEqual(
    effects.map(({ parameter, value, reference }) => [parameter, value, reference]),
    [
      ["frames", 16, 8],
    ],
  );
});

Deno.test("a metric without a value has no effects but reasons", () => {
  const fakes = { ...videos, labels: videos.labels.map(() => 1) };
  const { effects } = ablation(MATRIX, { sample: fakes, metric: "auc" });
  assert.equal(effects[0]!.effect.value, null);
  assert.match(effects[0]!.mean.reason ?? "", /REAL/);
});

Deno.test("effects are judged together, as variants are: both tests, noise floor, correction", () => {
  const { effects } = ablation(MATRIX);
  for (const { test, swapTest, adjustedP, family, finding } of effects) {
    assert.equal(family, 2);
    assert.equal(finding, "worse");
    assert.ok(
      adjustedP.value! >= Math.max(test.p!, swapTest.pTwoSided!) && adjustedP.value! <= 0.05,
    );
  }
  const floor = Math.abs(effects[0]!.effect.value!);
  const [noisy] = ablation(MATRIX, { noise: floor }).effects;
  assert.deepEqual(
    [noisy!.finding, noisy!.doubt],
    ["not shown", "the difference does not exceed the noise floor"],
  );
});

Deno.test("an interaction must exceed twice the noise floor, which each of its two differences may move by", () => {
  const floor = Math.abs(ablation(MATRIX).interactions[0]!.effect.value!) / 2;
  const findingAt = (noise: number) => ablation(MATRIX, { noise }).interactions[0]!.finding;
  assert.equal(findingAt(floor * 1.001), "not shown");
  assert.equal(findingAt(floor * 0.999), "worse");
});

Deno.test("with fewer than six groups no effect and no interaction is significant", () => {
  const places = [...videos.groups.keys()].filter((k) =>
    Number(videos.groups[k]!.split(" ")[1]) < 5
  );
  const sample = {
    labels: Uint8Array.from(places, (k) => videos.labels[k]!),
    groups: places.map((k) => videos.groups[k]!),
  };
  const few = MATRIX.map((one) => ({
    ...one,
    probabilities: Float64Array.from(places, (k) => one.probabilities[k]!),
  }));
  const { effects, interactions } = ablation(few, { sample });
  for (const { finding, doubt } of [...effects, ...interactions]) {
    assert.equal(finding, "not shown");
    assert.match(doubt ?? "", /fewer than six groups/);
  }
});

Deno.test("a parameter without effect is equal, and no comparison", () => {
  const variants = [MATRIX[0]!, MATRIX[2]!, variant({ pooling: "mean" }, 0.3)];
  const { effects } = ablation(variants);
  assert.deepEqual(effects.map(({ finding, family }) => [finding, family]), [
    ["worse", 1],
    ["equal", 1],
  ]);
});
