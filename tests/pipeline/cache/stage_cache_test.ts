import { deepEqual as same, equal, notDeepEqual, ok } from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Variant } from "../../../src/config/variant.ts";
import { type StageRecord, STAGES, type VideoRecord } from "../../../src/records/run_result.ts";
import type { StageCache } from "../../../src/pipeline/cache/video_cache.ts";
import { ffmpegPath, ffprobePath } from "../../../src/platform/ffmpeg/ffmpeg_tools.ts";
import { openStageStore } from "../../../src/platform/files/stage_store.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { copyCheckout, runCopy } from "../copied_checkout.ts";
import { context, variant } from "../example_plan.ts";
import { executed, type ExecutedContext, type stagesOf } from "../executed.ts";
import { faceTest, madeFaceVideo } from "../../platform/ffmpeg/made_face_video.ts";
import { tinyModels } from "../tiny_models.ts";

/** Boxes so far away that no crop holds a pixel. */
const OUTSIDE = 20;

/** Variants that want different frames, searches, cuts and networks, and that stop half-way. */
const VARIANTS: readonly Variant[] = [
  variant("reference", { frames: 8 }),
  variant("fewer", { frames: 3 }),
  variant("jittered", { frames: 8, jitter: 2, seed: 1, readIndices: "each" }),
  variant("full size", { frames: 4, detectorScale: 1, boxScale: 1 }),
  variant("whole", { frames: 4, faceDetector: "whole_frame" }),
  variant("margin", { frames: 8, margin: 0.1 }),
  variant("two networks", { frames: 8, model: ["small", "large"] }),
  variant("aborted", { frames: 8, noFace: "abort" }),
  variant("empty", { frames: 8, boxScale: OUTSIDE }),
  variant("limited", { frames: 8, maxFaces: 2 }),
  variant("aligned", { frames: 8, align: "landmarks" }),
  variant("square", { frames: 8, fit: "square", resize: "bilinear", pooling: "frame_max_mean" }),
];

async function openCache(folder: string): Promise<StageCache> {
  return { store: await openStageStore({ folder: join(folder, "stages") }), device: "any" };
}

/** A record without what may differ: times and how they were come by. */
function results({ stages, milliseconds: _, ...rest }: VideoRecord) {
  const timeless = ({ milliseconds: _, mode: __, ...stage }: StageRecord) => stage;
  return { ...rest, stages: stages.map(timeless) };
}

/** Stages with something from the cache, in order. */
function cachedStages({ stages }: VideoRecord) {
  const cached = new Set(stages.filter(({ mode }) => mode === "cached").map(({ stage }) => stage));
  return STAGES.filter((stage) => cached.has(stage));
}

/** A face in twelve of sixteen frames, and how variants are run over it. */
async function scene(folder: string) {
  const path = await madeFaceVideo(folder, { frames: 16, black: "between(n,9,12)" });
  const template = {
    side: 112,
    points: [[38, 52], [74, 52], [56, 72], [42, 92], [71, 92]],
  } as const;
  const models = (await tinyModels(folder))
    .map((model) => ({ ...model, card: { ...model.card, preprocessing: { template } } }));
  const base = { ...context, models };
  const run = (variants: readonly Variant[], more: Partial<ExecutedContext> = {}) =>
    executed(path, variants, { ...base, ...more });
  return { path, run };
}

/** A face detector that must not be used. */
const noDetection: Partial<ExecutedContext> = {
  wrap: (resources) => ({
    ...resources,
    faceDetector: () => Promise.reject(new Error("faces are searched for again")),
  }),
};

faceTest(
  "the stage cache keeps the landmarks that aligned faces need",
  () =>
    inFolder(async (folder) => {
      const { run } = await scene(folder);
      const aligned = [variant("aligned", { frames: 8, align: "landmarks" })];
      const expected = results(await run(aligned));
      const cache = await openCache(folder);
      await run([variant("cropped", { frames: 8 })], { cache });
      same(results(await run(aligned, { cache, ...noDetection })), expected);
    }),
);

faceTest(
  "with a stage cache, empty or full, results are what they are without",
  () =>
    inFolder(async (folder) => {
      const { run } = await scene(folder);
      const expected = results(await run(VARIANTS));
      for (const { error } of expected.variants) ok(error === null || error.startsWith("EMPTY"));
      const cache = await openCache(folder);
      const first = await run(VARIANTS, { cache });
      same(results(first), expected);
      same(cachedStages(first), []);
      const second = await run(VARIANTS, { cache, ...noDetection });
      same(results(second), expected);
      same(cachedStages(second), ["decode", "detect", "crop"]);
    }),
);

faceTest(
  "what one variant left serves the others as far as it goes",
  () =>
    inFolder(async (folder) => {
      const { run } = await scene(folder);
      const expected = results(await run(VARIANTS));
      for (const start of VARIANTS) {
        const cache = await openCache(join(folder, start.name));
        await run([start], { cache });
        same(results(await run(VARIANTS, { cache })), expected, start.name);
        same(results(await run(VARIANTS, { cache, ...noDetection })), expected, start.name);
      }
    }),
);

faceTest(
  "another cut is measured on the video again, but its faces are not searched for",
  () =>
    inFolder(async (folder) => {
      const { run } = await scene(folder);
      const cache = await openCache(folder);
      await run([variant("before", { frames: 8 })], { cache });
      const after = await run([variant("after", { frames: 8, margin: 0.2 })], {
        cache,
        ...noDetection,
      });
      equal(after.variants[0]!.error, null);
      same(cachedStages(after), ["detect"]);
    }),
);

faceTest("another device, source or video finds nothing", () =>
  inFolder(async (folder) => {
    const { run } = await scene(folder);
    const cache = await openCache(folder);
    await run([variant("any", { frames: 4 })], { cache });
    const versions = { ...context.versions, decode: "v2" };
    for (
      const other of [
        { cache: { ...cache, device: "another" } },
        { cache, versions },
        { cache, threads: 2 },
        { cache, fileHash: (file: string) => `other hash of ${file}` },
      ]
    ) same(cachedStages(await run([variant("any", { frames: 4 })], other)), []);
    const path = await madeFaceVideo(folder, { name: "other.mp4", frames: 15 });
    const models = await tinyModels(folder);
    const other = await executed(path, [variant("any", { frames: 4 })], {
      ...context,
      models,
      cache,
    });
    same(cachedStages(other), []);
  }));

faceTest(
  "variants that are timed alone neither read the cache nor fill it",
  () =>
    inFolder(async (folder) => {
      const { run } = await scene(folder);
      const one = [variant("any", { frames: 4 })];
      const cache = await openCache(folder);
      await run(one, { cache, timing: "isolated" });
      same(readdirSync(join(folder, "stages")), []);
      await run(one, { cache });
      same(cachedStages(await run(one, { cache, timing: "isolated" })), []);
    }),
);

/** Files of the cache. */
function entries(folder: string): string[] {
  return readdirSync(join(folder, "stages"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

faceTest("damaged entries are computed again", () =>
  inFolder(async (folder) => {
    const { run } = await scene(folder);
    const cache = await openCache(folder);
    const expected = results(await run(VARIANTS, { cache }));
    const damages: readonly ((bytes: Uint8Array, i: number) => Uint8Array)[] = [
      (bytes) => bytes.map((byte, i) => i === bytes.length >> 2 ? byte ^ 1 : byte),
      (bytes, i) => bytes.subarray(0, bytes.length * i / 40),
      () => new TextEncoder().encode("something else"),
      () => new Uint8Array(),
    ];
    for (const damage of damages) {
      entries(folder).forEach((path, i) => writeFileSync(path, damage(readFileSync(path), i)));
      same(results(await run(VARIANTS, { cache })), expected);
      const repaired = await run(VARIANTS, { cache, ...noDetection });
      same(results(repaired), expected);
    }
  }));

faceTest("entries under each other's names are computed again", () =>
  inFolder(async (folder) => {
    const { run } = await scene(folder);
    const cache = await openCache(folder);
    const expected = results(await run(VARIANTS, { cache }));
    const paths = entries(folder);
    const contents = paths.map((path) => readFileSync(path));
    paths.forEach((path, i) => writeFileSync(path, contents[(i + 1) % paths.length]!));
    const after = await run(VARIANTS, { cache });
    same(results(after), expected);
    same(cachedStages(after), []);
  }));

faceTest("a second run with another classifier starts no ffmpeg", () =>
  inFolder(async (folder) => {
    const video = await madeFaceVideo(folder, { frames: 12 });
    const helpers = ["print_stages", "example_plan", "executed", "tiny_models"];
    copyCheckout(folder, helpers.map((name) => `tests/pipeline/${name}.ts`));
    const calls = loggedTools(folder);
    const run = async (precision: string): Promise<ReturnType<typeof stagesOf>> =>
      JSON.parse(
        await runCopy(folder, ["tests/pipeline/print_stages.ts", video, folder, precision]),
      );
    const before = await run("fp32");
    same(calls(), ["ffprobe", "ffmpeg"]);
    const after = await run("fp16");
    same(calls().filter((name) => name === "ffmpeg"), []);
    for (const stage of ["decode", "detect", "crop"] as const) {
      equal(after[stage].digest, before[stage].digest);
    }
    notDeepEqual(after.classify, before.classify);
  }));

/** Puts tools into a copied checkout that note that they were called. @returns takes the calls so far */
function loggedTools(folder: string): () => string[] {
  const real = { ffmpeg: realpathSync(ffmpegPath()), ffprobe: realpathSync(ffprobePath()) };
  const log = join(folder, "calls.txt");
  rmSync(join(folder, ".assay"));
  mkdirSync(join(folder, ".assay", "bin"), { recursive: true });
  for (const [name, path] of Object.entries(real)) {
    const script = join(folder, ".assay", "bin", name);
    writeFileSync(script, `#!/bin/sh\necho ${name} >> '${log}'\nexec '${path}' "$@"\n`);
    chmodSync(script, 0o755);
  }
  return () => {
    const calls = readFileSync(log, "utf8").trim().split("\n");
    writeFileSync(log, "");
    return calls;
  };
}
