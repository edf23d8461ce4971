import { deepEqual as same, equal, notEqual, ok } from "node:assert/strict";
import type { ParameterName } from "../../../src/config/variant.ts";
import type { Variant } from "../../../src/config/variant.ts";
import { type Stage, STAGES } from "../../../src/records/run_result.ts";
import { videoKey } from "../../../src/pipeline/keys/keys.ts";
import { makePlan } from "../../../src/pipeline/plan/make_plan.ts";
import { context, variant, versions } from "../example_plan.ts";

Deno.test("variants that differ in pooling only share everything before it", () => {
  const plan = makePlan([
    variant("a"),
    variant("b", { pooling: "mean" }),
    variant("c", { threshold: 0.6 }),
  ], context);
  equal(plan.samples.length, 1);
  equal(plan.detections.length, 1);
  equal(plan.preparations.length, 1);
  equal(plan.classifiers.length, 1);
  const [a, b, c] = plan.variants;
  ok(a && b && c);
  same(a.keys.slice(0, 5), b.keys.slice(0, 5));
  equal(new Set([a.keys[5], b.keys[5], c.keys[5]]).size, 3);
});

Deno.test("45 variants of frames, seeds and thresholds need nine samples and one of everything else", () => {
  const variants: Variant[] = [];
  for (const frames of [8, 16, 32]) {
    for (const seed of [1, 2, 3]) {
      for (const threshold of [0.5, 0.6, 0.7, 0.8, 0.9]) {
        variants.push(variant(`${frames} ${seed} ${threshold}`, {
          frames,
          seed,
          jitter: 3,
          threshold,
        }));
      }
    }
  }
  const plan = makePlan(variants, context);
  equal(plan.samples.length, 9);
  equal(plan.detections.length, 1);
  equal(plan.preparations.length, 1);
  equal(plan.classifiers.length, 1);
});

/** For each parameter: a change that matters, what else is set so that it does, and its first stage. */
const CHANGES: Partial<
  Record<
    ParameterName,
    { base?: Partial<Variant>; change: Partial<Variant>; stage: Stage | null }
  >
> = {
  selection: { change: { selection: "middle" }, stage: "sample" },
  frames: { change: { frames: 16 }, stage: "sample" },
  jitter: { change: { jitter: 3 }, stage: "sample" },
  seed: { base: { jitter: 3 }, change: { seed: 7 }, stage: "sample" },
  readIndices: { change: { readIndices: "each" }, stage: "sample" },
  faceDetector: { change: { faceDetector: "whole_frame" }, stage: "detect" },
  detectorScale: { change: { detectorScale: 1 }, stage: "detect" },
  minFace: { change: { minFace: 40 }, stage: "detect" },
  pyramidFactor: { change: { pyramidFactor: 0.6 }, stage: "detect" },
  detectionThresholds: { change: { detectionThresholds: [0.6, 0.7, 0.7] }, stage: "detect" },
  boxScale: { change: { boxScale: 1 }, stage: "crop" },
  margin: { change: { margin: 0.2 }, stage: "crop" },
  resize: { change: { resize: "cubic_down_area_up" }, stage: "crop" },
  noFace: { change: { noFace: "abort" }, stage: "crop" },
  maxFaces: { change: { maxFaces: "none" }, stage: "crop" },
  model: { change: { model: ["large"] }, stage: "crop" },
  precision: { change: { precision: "fp16" }, stage: "classify" },
  batchSize: { change: { batchSize: 8 }, stage: "classify" },
  pooling: { change: { pooling: "max" }, stage: "pool" },
  threshold: { change: { threshold: 0.7 }, stage: "pool" },
  singleFace: { change: { singleFace: "score" }, stage: "pool" },
  decision: { change: { decision: 0.4 }, stage: null },
};

for (const [name, { base = {}, change, stage }] of Object.entries(CHANGES)) {
  Deno.test(`${name} changes the keys from ${stage ?? "no stage"} on`, () => {
    const plan = makePlan([variant("a", base), variant("b", { ...base, ...change })], context);
    const [before, after] = plan.variants.map(({ keys }) => keys);
    ok(before && after);
    const first = stage === null ? STAGES.length : STAGES.indexOf(stage);
    same(after.slice(0, first), before.slice(0, first));
    for (let i = first; i < STAGES.length; i++) notEqual(after[i], before[i]);
  });
}

Deno.test("parameters without effect change no key", () => {
  const [a, b, c, d] = makePlan([
    variant("a"),
    variant("b", { seed: 7 }),
    variant("c", { pooling: "mean" }),
    variant("d", { pooling: "mean", threshold: 0.3 }),
  ], context).variants;
  ok(a && b && c && d);
  same(a.keys, b.keys);
  same(c.keys, d.keys);
});

Deno.test("auto batch size and inverse box scale are resolved before keys are made", () => {
  const [a, b] = makePlan([
    variant("a"),
    variant("b", { batchSize: 1, boxScale: "inverse" }),
  ], context).variants;
  ok(a && b);
  same(a.keys, b.keys);
  equal(a.variant.batchSize, 1);
  equal(
    makePlan([variant("a")], { ...context, provider: "cuda" }).variants[0]!.variant.batchSize,
    32,
  );
});

Deno.test("provider, threads, versions and model files change the keys of the stages that use them", () => {
  const keys = (changes: Partial<typeof context>) =>
    makePlan([variant("a")], { ...context, ...changes }).variants[0]!.keys;
  const usual = keys({});
  const firstDifference = (other: readonly string[]) =>
    STAGES[usual.findIndex((key, i) => key !== other[i])];
  equal(firstDifference(keys({ provider: "cuda" })), "detect");
  equal(firstDifference(keys({ threads: 2 })), "detect");
  equal(firstDifference(keys({ fileHash: (file) => `other hash of ${file}` })), "detect");
  equal(firstDifference(keys({ versions: { ...versions, crop: "v2" } })), "crop");
  const retrained = context.models.map((model) => ({ ...model, sha256: { fp32: "c1" } }));
  equal(firstDifference(keys({ models: retrained })), "classify");
});

Deno.test("an ensemble with two input sizes has a preparation for each", () => {
  const plan = makePlan([variant("a", { model: ["small", "large"] }), variant("b")], context);
  equal(plan.preparations.length, 2);
  equal(plan.classifiers.length, 2);
  same(plan.variants[1]!.scorings, [plan.variants[0]!.scorings[0]]);
});

Deno.test("names depend on the settings, not on their order", () => {
  const forwards = makePlan([variant("a"), variant("b", { minFace: 40 })], context);
  const backwards = makePlan([variant("b", { minFace: 40 }), variant("a")], context);
  same(
    forwards.detections.map(({ name }) => name).sort(),
    backwards.detections.map(({ name }) => name).sort(),
  );
  equal(forwards.detections[0]!.name, "mtcnn@0.5");
  equal(forwards.detections[1]!.name, "mtcnn@0.5+min40");
  equal(forwards.preparations[0]!.name, "box2+margin1/3+area_down_cubic_up+32px");
  equal(forwards.classifiers[0]!.column, "small@fp32@b1");
});

Deno.test("the key of a video's stage depends on the video's bytes", () => {
  const [key] = makePlan([variant("a")], context).variants[0]!.keys;
  notEqual(videoKey(key, "x"), videoKey(key, "y"));
  ok(/^[0-9a-f]{16}$/.test(videoKey(key, null)));
});
