import { deepEqual as same, equal, notDeepEqual, notEqual, ok, throws } from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Variant } from "../../src/config/variant.ts";
import { AssayError } from "../../src/records/errors.ts";
import { faceDetectorPart } from "../../src/stages/faces/contract.ts";
import { facePreparation } from "../../src/stages/faces/preparation.ts";
import { faceDetectors } from "../../src/stages/faces/registry.ts";
import { type FrameSelector, frameSelector } from "../../src/stages/frames/contract.ts";
import { frameSelectors } from "../../src/stages/frames/registry.ts";
import { mean as meanOf } from "../../src/base/numeric/numpy/mean.ts";
import { makePlan } from "../../src/pipeline/plan/make_plan.ts";
import { sampleFrames } from "../../src/pipeline/execution/sample_frames.ts";
import { sameWork, sameWorkSentences } from "../../src/pipeline/plan/same_work.ts";
import { poolingStrategy } from "../../src/stages/pooling/contract.ts";
import { poolingStrategies } from "../../src/stages/pooling/registry.ts";
import { sha256Hex } from "../../src/platform/files/hash.ts";
import { openStageStore } from "../../src/platform/files/stage_store.ts";
import { inFolder } from "../commands/in_folder.ts";
import { executed, stagesOf } from "./executed.ts";
import { bare, madeUp, names, partsWith, read, tableWith, TINT } from "./made_up_parts.ts";
import { faceTest, madeFaceVideo } from "../platform/ffmpeg/made_face_video.ts";
import { tinyModels } from "./tiny_models.ts";

/** Every second frame, from one that the seed chooses. */
const everySecond = frameSelector({
  reads: ["frames", "seed"],
  select: (frameCount, { frames, seed }) =>
    Array.from({ length: Math.max(0, frameCount) }, (_, i) => i)
      .filter((i) => (i + seed) % 2 === 0)
      .slice(0, frames),
});

Deno.test("a selection that reads the seed has one sample per seed", () => {
  const parts = partsWith({ frameSelectors: { ...frameSelectors, every_second: everySecond } });
  const variants = [1, 2].map((seed) => madeUp(`${seed}`, { selection: "every_second", seed }));
  const plan = makePlan(variants, { ...bare, parts });
  const [one, two] = plan.variants;
  ok(one && two);
  notEqual(one.keys[0], two.keys[0]);
  notEqual(one.sample, two.sample);
  const framesOf = (sample: number) =>
    sampleFrames(plan.samples[sample]!, { frameCount: 20 }, { parts }).frames;
  notDeepEqual(framesOf(one.sample), framesOf(two.sample));
});

Deno.test("a selection can read a parameter of another stage, and its key holds it", () => {
  const byThreshold = frameSelector({
    reads: ["threshold"],
    select: (frameCount, { threshold }) => [Math.floor((frameCount - 1) * threshold)],
  });
  const parts = partsWith({ frameSelectors: { ...frameSelectors, by_threshold: byThreshold } });
  const variants = [0.2, 0.7].map((threshold) =>
    madeUp(`${threshold}`, { selection: "by_threshold", threshold, pooling: "mean" })
  );
  const [one, two] = makePlan(variants, { ...bare, parts }).variants;
  ok(one && two);
  notEqual(one.keys[0], two.keys[0]);
});

Deno.test("a selection that reads an undeclared or ignored parameter throws", () => {
  const cheating: FrameSelector = {
    reads: ["frames"],
    select: (_, { seed }) => [seed],
  };
  const ignoring: FrameSelector = {
    reads: ["frames", "seed"],
    ignores: () => ["seed"],
    select: (_, { seed }) => [seed],
  };
  const parts = partsWith({ frameSelectors: { cheating, ignoring } });
  for (const selection of ["cheating", "ignoring"]) {
    const plan = makePlan([madeUp("a", { selection })], { ...bare, parts });
    throws(
      () => sampleFrames(plan.samples[0]!, { frameCount: 10 }, { parts }),
      (error) =>
        error instanceof AssayError && error.code === "INTERNAL" &&
        error.what.includes(selection) && error.what.includes('"seed"'),
    );
  }
});

faceTest(
  "a pooling that reads threshold or seed has a key for each value, and digests that differ",
  () =>
    inFolder(async (folder) => {
      const quantile = poolingStrategy({
        reads: ["threshold", "seed"],
        branches: { quantile: "the face at this share of the sorted ones" },
        pool(scores, { threshold, seed }) {
          const at = (Math.floor(threshold * scores.length) + seed) % scores.length;
          return { probability: scores.toSorted()[at]!, branch: "quantile" };
        },
      });
      const settings = { pooling: "quantile", frames: 12, singleFace: "score" };
      const variants = [
        madeUp("a", { ...settings, threshold: 0.1 }),
        madeUp("b", { ...settings, threshold: 0.9 }),
        madeUp("c", { ...settings, threshold: 0.1, seed: 5 }),
      ];
      const record = await executed(await madeFaceVideo(folder, { frames: 24 }), variants, {
        ...bare,
        models: await tinyModels(folder),
        parts: partsWith({ poolingStrategies: { ...poolingStrategies, quantile } }),
      });
      same(
        record.variants.map(({ error, branch }) => [error, branch]),
        Array(3).fill([null, "quantile"]),
      );
      const pools = variants.map(({ name }) => stagesOf(record, name).pool);
      equal(new Set(pools.map(({ key }) => key)).size, 3);
      equal(new Set(pools.map(({ digest }) => digest)).size, 3);
      equal(new Set(record.variants.map(({ probability }) => probability)).size, 3);
    }),
);

faceTest(
  "a pooling that reads what it does not declare gives no number",
  () =>
    inFolder(async (folder) => {
      const cheating = {
        reads: [],
        branches: { mean: "the mean" },
        pool: (scores: Float64Array, options: { format: "float32" }) => ({
          probability: meanOf(scores, options.format) * Number(read(options, "margin")),
          branch: "mean",
        }),
      };
      const record = await executed(
        await madeFaceVideo(folder, { frames: 8 }),
        [madeUp("a", { pooling: "cheating", frames: 4 })],
        {
          ...bare,
          models: await tinyModels(folder),
          parts: partsWith({ poolingStrategies: { cheating: cheating as never } }),
        },
      );
      const { status, fallback, error } = record.variants[0]!;
      same([status, fallback], ["failed", "error"]);
      ok(
        error?.startsWith('INTERNAL: the part "cheating" reads the parameter "margin"'),
        error ?? "",
      );
    }),
);

/** The shipped preparation, with a number added to every value of a face. */
const tinted = {
  ...facePreparation,
  reads: names(...facePreparation.reads, "tint"),
  open() {
    const prepare = facePreparation.open();
    return (...[frame, rectangle, options]: Parameters<typeof prepare>) => {
      const face = prepare(frame, rectangle, options);
      const tint = Number(read(options, "tint"));
      return face && { ...face, data: face.data.map((value) => Math.min(255, value + tint)) };
    };
  },
};

faceTest(
  "a new crop parameter is in the names of preparations, timed alone or together",
  () =>
    inFolder(async (folder) => {
      const variants = [0, 40, 80].map((tint) => madeUp(`tint ${tint}`, { tint, frames: 6 }));
      const made = {
        ...bare,
        models: await tinyModels(folder),
        parts: partsWith({ facePreparation: tinted }),
        table: tableWith({ tint: TINT }),
      };
      const usual = "box2+margin1/3+area_down_cubic_up+48px";
      same(
        makePlan(variants, made).preparations.map(({ name }) => name),
        [usual, `${usual}+tint40`, `${usual}+tint80`],
      );
      const path = await madeFaceVideo(folder, { frames: 12 });
      const [together, alone] = [
        await executed(path, variants, made),
        await executed(path, variants, { ...made, timing: "isolated" }),
      ];
      same(alone.faces, together.faces);
      same(
        alone.variants.map(({ probability }) => probability),
        together.variants.map(({ probability }) => probability),
      );
      equal(new Set(alone.variants.map(({ probability }) => probability)).size, 3);
      const rows = together.faces.map(({ frame, face, facePreparation: by }) =>
        [frame, face, by].join()
      );
      equal(new Set(rows).size, rows.length);
    }),
);

Deno.test("preparations with the same labels still get different names", () => {
  const twin = { ...TINT, label: "tint" };
  const parts = partsWith({
    facePreparation: { ...tinted, reads: names(...facePreparation.reads, "tint", "twin") },
  });
  const variants = [
    madeUp("a", { tint: 7, twin: 0 }),
    madeUp("b", { tint: 0, twin: 7 }),
    madeUp("c", { tint: 0, twin: 0 }),
  ];
  const table = tableWith({ tint: TINT, twin });
  const { preparations } = makePlan(variants, { ...bare, parts, table });
  const [a, b, c] = preparations.map(({ name }) => name);
  equal(new Set([a, b, c]).size, 3);
  equal(c, "box2+margin1/3+area_down_cubic_up+32px");
});

Deno.test("a face detector is planned once, whatever the parameters of another one", () => {
  const variants = ["mtcnn", "whole_frame"].flatMap((faceDetector) =>
    [20, 40].flatMap((minFace) =>
      [0.709, 0.6].map((pyramidFactor) =>
        madeUp(`${faceDetector} ${minFace} ${pyramidFactor}`, {
          faceDetector,
          minFace,
          pyramidFactor,
        })
      )
    )
  );
  const plan = makePlan(variants, bare);
  same(plan.detections.map(({ name }) => name), [
    "mtcnn@0.5",
    "mtcnn@0.5+factor0.6",
    "mtcnn@0.5+min40",
    "mtcnn@0.5+min40+factor0.6",
    "whole_frame@0.5",
  ]);
  same(sameWork(plan).map(({ without }) => without), [["minFace", "pyramidFactor"]]);
});

Deno.test("variants that do the same work are listed with the parameters that have no effect", () => {
  const variants = [8, 16].flatMap((frames) =>
    [1, 2, 3].map((seed) => madeUp(`${frames} ${seed}`, { frames, seed }))
  );
  same(sameWorkSentences(makePlan(variants, bare)), [
    'Variants "8 1", "8 2" and "8 3" do the same work: seed has no effect here.',
    'Variants "16 1", "16 2" and "16 3" do the same work: seed has no effect here.',
  ]);
  const jittered = variants.map((one): Variant => ({ ...one, jitter: 3 }));
  same(sameWork(makePlan(jittered, bare)), []);
});

Deno.test("variants with another decision do not do the same work; a copy under another name does", () => {
  const plan = makePlan([
    madeUp("a", {}),
    madeUp("b", { decision: 0.4 }),
    madeUp("c", {}),
  ], bare);
  same(sameWorkSentences(plan), [
    'Variants "a" and "c" do the same work: all their parameters are equal.',
  ]);
});

/** Finds one face, as wide as its file says. */
const ruler = faceDetectorPart({
  reads: ["minFace"],
  landmarks: false,
  files: ["ruler/width.txt"],
  async open({ minFace }, { pathOf }) {
    const width = Number(await Deno.readTextFile(pathOf("ruler/width.txt")));
    return {
      detect: () =>
        Promise.resolve([{ box: [0, 0, width, minFace], probability: 1, landmarks: null }]),
      release: () => Promise.resolve(),
    };
  },
});

faceTest(
  "another file of a face detector gives another key, and nothing stale from the stage cache",
  () =>
    inFolder(async (folder) => {
      const parts = partsWith({ faceDetectors: { ...faceDetectors, ruler } });
      const path = await madeFaceVideo(folder, { frames: 8 });
      const models = await tinyModels(folder);
      const cache = {
        store: await openStageStore({ folder: join(folder, "stages") }),
        device: "any",
      };
      await Deno.mkdir(join(folder, "models", "ruler"), { recursive: true });
      const run = async (width: string) => {
        writeFileSync(join(folder, "models", "ruler", "width.txt"), width);
        const record = await executed(path, [madeUp("a", { faceDetector: "ruler", frames: 4 })], {
          ...bare,
          ...{ models, parts, cache, partFolder: join(folder, "models") },
          fileHash: () => sha256Hex(width),
        });
        equal(record.variants[0]!.error, null);
        return record;
      };
      const [before, again, after] = [await run("40"), await run("40"), await run("60")];
      equal(stagesOf(again, "a").detect.mode, "cached");
      same(again.faces, before.faces);
      notEqual(stagesOf(after, "a").detect.key, stagesOf(before, "a").detect.key);
      equal(stagesOf(after, "a").detect.mode, "attributed");
      same([before, after].map(({ faces: [face] }) => face?.box?.[2]), [80, 120]);
    }),
);

Deno.test("a face detector has its own parameters: those of others are not in its key or name", () => {
  const parts = partsWith({ faceDetectors: { ...faceDetectors, ruler } });
  const variants = [
    madeUp("a", { faceDetector: "ruler" }),
    madeUp("b", {
      faceDetector: "ruler",
      pyramidFactor: 0.5,
      detectionThresholds: [0.1, 0.2, 0.3],
    }),
    madeUp("c", { faceDetector: "ruler", minFace: 30 }),
  ];
  const { detections } = makePlan(variants, { ...bare, parts });
  same(detections.map(({ name }) => name), ["ruler@0.5", "ruler@0.5+min30"]);
  same(
    detections.map(({ parameters }) => Object.keys(parameters).sort()),
    [["detectorScale", "faceDetector", "minFace"], ["detectorScale", "faceDetector", "minFace"]],
  );
});

faceTest(
  "a face detector that loads a file it does not declare, or runs networks without one, is stopped",
  () =>
    inFolder(async (folder) => {
      const thief = faceDetectorPart({
        reads: [],
        landmarks: false,
        files: ["ruler/width.txt"],
        open: (_, { pathOf }) => Promise.reject(new Error(pathOf("mtcnn/pnet.onnx"))),
      });
      const runner = faceDetectorPart({
        reads: [],
        landmarks: false,
        open: (_, { provider }) => Promise.reject(new Error(provider)),
      });
      const path = await madeFaceVideo(folder, { frames: 4 });
      const models = await tinyModels(folder);
      for (const [name, part] of Object.entries({ thief, runner })) {
        const record = await executed(path, [madeUp("a", { faceDetector: name, frames: 2 })], {
          ...bare,
          ...{ models, parts: partsWith({ faceDetectors: { [name]: part } }) },
        });
        const { error } = record.variants[0]!;
        ok(error?.startsWith(`INTERNAL: the face detector "${name}"`), error ?? "");
      }
    }),
);
