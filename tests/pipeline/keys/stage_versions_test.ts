import { deepEqual as same, equal, ok } from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Stage, STAGES } from "../../../src/records/run_result.ts";
import { lockEntries } from "../../../src/pipeline/keys/lock_entries.ts";
import { valueImports } from "../../../src/pipeline/keys/source_graph.ts";
import {
  NOT_COUNTED,
  STAGE_SOURCES,
  TOOL_FINDERS,
} from "../../../src/pipeline/keys/stage_sources.ts";
import { sourcesOf, stageGraph, stageVersions } from "../../../src/pipeline/keys/stage_versions.ts";
import { VIDEO_WORKER } from "../../../src/pipeline/execution/video_thread.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { copyCheckout, runCopy } from "../copied_checkout.ts";

const DRIVER = "tests/pipeline/keys/print_versions.ts";
const BUILDS = { ffmpeg: "f1", ffprobe: "p1", onnxRuntime: "o1" };
const FROM_DETECT: readonly Stage[] = ["detect", "crop", "classify"];

/** A comment that is added to a file, and the stages whose output the file can change. */
const COMMENTS: readonly { readonly file: string; readonly stages: readonly Stage[] }[] = [
  { file: "src/platform/packages/download.ts", stages: [] },
  { file: "src/platform/packages/npm_config.ts", stages: [] },
  { file: "src/platform/packages/packages.ts", stages: [] },
  { file: "src/platform/host/clock.ts", stages: [] },
  { file: "src/platform/files/cache_eviction.ts", stages: [] },
  { file: "src/pipeline/plan/predicted_time.ts", stages: [] },
  { file: "src/pipeline/execution/thumbnails.ts", stages: [] },
  { file: "src/config/schema.ts", stages: [] },
  { file: "src/metrics/auc.ts", stages: [] },
  { file: "src/stages/faces/parameters.ts", stages: [] },
  { file: "src/stages/frames/random.ts", stages: ["sample"] },
  { file: "src/pipeline/execution/sample_frames.ts", stages: ["sample"] },
  { file: "src/platform/ffmpeg/frame_counter.ts", stages: ["sample"] },
  { file: "src/stages/frames/frame_turn.ts", stages: ["decode"] },
  { file: "src/platform/ffmpeg/video_probe.ts", stages: ["sample", "decode"] },
  { file: "src/platform/ffmpeg/frame_stream.ts", stages: ["decode"] },
  { file: "src/base/numeric/jpeg/decode_jpeg.ts", stages: ["decode"] },
  { file: "src/platform/pictures/probe_pictures.ts", stages: ["sample", "decode"] },
  { file: "src/platform/files/clip_contents.ts", stages: STAGES },
  { file: "src/base/numeric/pillow/half_size.ts", stages: ["detect"] },
  { file: "src/stages/faces/mtcnn_stages.ts", stages: ["detect"] },
  { file: "src/pipeline/execution/find_faces.ts", stages: ["detect"] },
  { file: "src/stages/faces/crop.ts", stages: ["crop"] },
  { file: "src/base/numeric/opencv/cubic_resize.ts", stages: ["crop"] },
  { file: "src/pipeline/execution/cut_face.ts", stages: ["crop"] },
  { file: "src/stages/classifiers/input_tensor.ts", stages: ["classify"] },
  { file: "src/pipeline/execution/score_queue.ts", stages: ["classify"] },
  { file: "src/stages/pooling/mean.ts", stages: ["pool"] },
  { file: "src/base/numeric/numpy/mean.ts", stages: ["pool"] },
  { file: "src/pipeline/execution/verdicts.ts", stages: ["pool"] },
  { file: "src/platform/onnxruntime/onnx_session.ts", stages: ["detect", "classify"] },
  { file: "src/base/numeric/wasm/cubic_resize.as", stages: [] },
  { file: "src/base/numeric/wasm/pixel_kernels_module.ts", stages: FROM_DETECT },
  { file: "src/pipeline/execution/frame_work.ts", stages: ["decode", ...FROM_DETECT] },
  { file: "src/pipeline/execution/execute_video.ts", stages: STAGES },
  { file: "src/platform/files/hash.ts", stages: STAGES },
];

Deno.test("a changed source changes the versions of the stages whose output it can change, and no others", (t) =>
  inFolder(async (folder) => {
    copyCheckout(folder, [DRIVER]);
    const versions = async () =>
      JSON.parse(await runCopy(folder, [DRIVER])) as Readonly<Record<Stage, string>>;
    const before = await versions();
    for (const { file, stages } of COMMENTS) {
      await t.step(file, async () => {
        const path = join(folder, file);
        const text = readFileSync(path, "utf8");
        writeFileSync(path, `${text}// a comment\n`);
        const after = await versions();
        writeFileSync(path, text);
        same(STAGES.filter((stage) => after[stage] !== before[stage]), [...stages]);
      });
    }
    same(await versions(), before);
  }));

Deno.test("every source in the table of stages exists", () => {
  const urls = STAGES.flatMap((stage) =>
    STAGE_SOURCES[stage].flatMap(({ reached, alone }) => [...reached, ...alone])
  );
  for (const url of [...urls, ...NOT_COUNTED, ...TOOL_FINDERS]) ok(existsSync(url), url.pathname);
});

/** Sources that run in the worker of a video and can change no stage's output, each with the reason. */
const WITHOUT_EFFECT: Readonly<Record<string, string>> = {
  "base/numeric/jpeg/encode_jpeg.ts": "pictures for people",
  "base/numeric/jpeg/jpeg_header.ts": "pictures for people",
  "base/numeric/statistics/seeded_random.ts": "the order in which variants are timed",
  "base/numeric/statistics/shuffled.ts": "the order in which variants are timed",
  "pipeline/execution/serve_videos.ts": "starts a worker",
  "pipeline/execution/thumbnail_jpeg.ts": "pictures for people",
  "pipeline/execution/thumbnails.ts": "pictures for people",
  "pipeline/execution/worker.ts": "who works on a video",
  "pipeline/keys/keys.ts": "changes the keys themselves",
  "pipeline/plan/plan.ts": "what it hands to parts is in the keys",
  "platform/workers/idle_workers.ts": "who scores a batch",
  "platform/workers/serve_worker.ts": "messages between threads",
  "platform/workers/worker_messages.ts": "messages between threads",
  "records/thumbnail.ts": "pictures for people",
};

Deno.test("every source that works on a video is in the version of a stage, or is listed as changing no output", () => {
  const graph = stageGraph();
  const covered = new Set(STAGES.flatMap((stage) => [...sourcesOf(stage, graph).hashes.keys()]));
  const { hashes, packages } = graph.reached([fileURLToPath(VIDEO_WORKER)]);
  const left = [...hashes.keys()].filter((path) => !covered.has(path))
    .map((path) => relative(join(projectRoot(), "src"), path)).sort();
  same(left, Object.keys(WITHOUT_EFFECT).sort());
  same([...packages].sort(), ["onnxruntime-node", "xxhash-wasm"]);
});

Deno.test("a tool's build counts for the stages that use it", () => {
  const usual = stageVersions(projectRoot(), BUILDS);
  const changed = (builds: Partial<typeof BUILDS>) => {
    const other = stageVersions(projectRoot(), { ...BUILDS, ...builds });
    return STAGES.filter((stage) => other[stage] !== usual[stage]);
  };
  same(changed({}), []);
  same(changed({ ffmpeg: "f2" }), ["sample", "decode"]);
  same(changed({ ffprobe: "p2" }), ["sample", "decode"]);
  same(changed({ onnxRuntime: "o2" }), ["detect", "classify"]);
});

Deno.test("imports of types are left out; values, workers and dynamic imports are followed", () => {
  const text = [
    'import type { A } from "./a.ts";',
    'import { type B, type C } from "./b.ts";',
    'import { type D, e } from "./e.ts";',
    "import {",
    "  type F,",
    "  g,",
    '} from "../g.ts";',
    'export type { H } from "./h.ts";',
    'export { i } from "./i.ts";',
    'export * from "./j.ts";',
    'import k from "k";',
    'import * as l from "./l.ts";',
    'import "./m.ts";',
    'const n = await import("./n.ts");',
    'type O = typeof import("./o.ts");',
    'const p = new URL("./p.ts", import.meta.url);',
    ' * import { example } from "./q.ts";',
    "export const from = 1;",
    'export const r = { from: "./s.ts" };',
  ].join("\n");
  same(valueImports(text).toSorted(), [
    "../g.ts",
    "./e.ts",
    "./i.ts",
    "./j.ts",
    "./l.ts",
    "./m.ts",
    "./n.ts",
    "./p.ts",
    "k",
  ]);
});

Deno.test("a package is covered with all its dependencies, and nothing else", () => {
  const lock = (leaf: string, other: string) =>
    JSON.stringify({
      specifiers: { "npm:a@1": "1.0.0", "npm:other@1": "1.0.0" },
      npm: {
        "a@1.0.0": { integrity: "a", dependencies: ["b", "c@2.0.0"] },
        "b@1.0.0": { integrity: "b", dependencies: ["leaf", "a"] },
        "c@1.0.0": { integrity: "another version" },
        "c@2.0.0": { integrity: "c" },
        "leaf@1.0.0": { integrity: leaf },
        "other@1.0.0": { integrity: other },
      },
    });
  const entries = (text: string) => lockEntries(text)("a");
  const usual = entries(lock("leaf", "other"));
  same((JSON.parse(usual) as [string, unknown][]).map(([name]) => name), [
    "a@1.0.0",
    "b@1.0.0",
    "c@2.0.0",
    "leaf@1.0.0",
  ]);
  equal(entries(lock("leaf", "changed")), usual);
  ok(entries(lock("changed", "other")) !== usual);
});

Deno.test("every package that a stage uses is in deno.lock", () => {
  const entries = lockEntries(readFileSync(join(projectRoot(), "deno.lock"), "utf8"));
  const graph = stageGraph();
  for (const stage of STAGES) {
    for (const name of sourcesOf(stage, graph).packages) ok(entries(name).length > 10, name);
  }
});
