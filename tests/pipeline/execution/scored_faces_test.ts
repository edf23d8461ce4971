import assert from "node:assert/strict";
import type { VideoRecord } from "../../../src/records/run_result.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { context, variant } from "../example_plan.ts";
import { executed } from "../executed.ts";
import { faceTest, madeFaceVideo } from "../../platform/ffmpeg/made_face_video.ts";
import { tinyModels } from "../tiny_models.ts";

const CROP = 3;

/** Frames, limits and classifiers that overlap without being equal; all pool with the plain mean. */
const VARIANTS = [
  variant("ten", { frames: 10, pooling: "mean", batchSize: 1 }),
  variant("six", { frames: 6, pooling: "mean", batchSize: 1 }),
  variant("few", { frames: 10, maxFaces: 3, pooling: "mean", batchSize: 1 }),
  variant("both", { frames: 6, model: ["small", "large"], pooling: "mean", batchSize: 1 }),
];

/** The scores of the faces that the record says were a variant's own. */
function ownScores(record: VideoRecord, name: string, column: string): readonly number[] {
  const { stages } = record.variants.find((one) => one.variant === name)!;
  const { faces = [] } = record.stages[stages[CROP]!]!;
  return faces.flatMap((place) => record.faces[place]!.scores[column] ?? []);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function assertOwnFaces(record: VideoRecord): void {
  for (const { variant: name, faces, probability } of record.variants) {
    const columns = name === "both" ? ["small@fp32@b1", "large@fp32@b1"] : ["small@fp32@b1"];
    const scores = columns.map((column) => ownScores(record, name, column));
    for (const one of scores) assert.equal(one.length, faces, `${name} scored ${faces} faces`);
    const pooled = mean(scores.map(mean));
    assert.ok(Math.abs(pooled - probability) < 1e-6, `${name}: ${pooled} is not ${probability}`);
  }
}

faceTest(
  "a record tells which faces are each variant's own, shared pass or not",
  () =>
    inFolder(async (folder) => {
      const video = await madeFaceVideo(folder, { frames: 30 });
      const models = await tinyModels(folder);
      const shared = await executed(video, VARIANTS, { ...context, models });
      assertOwnFaces(shared);
      const isolated = await executed(video, VARIANTS, {
        ...context,
        models,
        timing: "isolated",
      });
      assertOwnFaces(isolated);
    }),
);

faceTest("a video that was given up on has no face scored", () =>
  inFolder(async (folder) => {
    const video = await madeFaceVideo(folder, { frames: 30, black: "gte(n,20)" });
    const models = await tinyModels(folder);
    const variants = [
      variant("reference", { frames: 10, batchSize: 1 }),
      variant("abort", { frames: 10, noFace: "abort", batchSize: 1 }),
    ];
    const record = await executed(video, variants, { ...context, models });
    assert.ok(ownScores(record, "reference", "small@fp32@b1").length > 0);
    assert.deepEqual(ownScores(record, "abort", "small@fp32@b1"), []);
  }));
