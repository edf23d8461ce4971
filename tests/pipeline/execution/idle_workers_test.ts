import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import type { VideoRecord } from "../../../src/records/run_result.ts";
import type { DatasetVideo, VideoId } from "../../../src/records/video.ts";
import { executePlan } from "../../../src/pipeline/execution/execute.ts";
import { makePlan } from "../../../src/pipeline/plan/make_plan.ts";
import { projectRoot } from "../../../src/platform/files/project.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { context, variant } from "../example_plan.ts";
import { faceTest, madeFaceVideo } from "../../platform/ffmpeg/made_face_video.ts";
import { tinyModels } from "../tiny_models.ts";
import { fileClip } from "../../../src/records/clip_source.ts";

/** Workers that wait for each other's help. */
const EAGER_WORKER = new URL("./eager_worker.ts", import.meta.url);

/** What a record says, without its times. */
function untimed({ stages, ...record }: VideoRecord) {
  const said = stages.map((stage) => ({ ...stage, milliseconds: 0 }));
  return { ...record, stages: said, milliseconds: 0, helpedMs: 0 };
}

faceTest(
  "one video is scored by all workers, and what comes out is the same",
  () =>
    inFolder(async (folder) => {
      const id = "face.mp4" as VideoId;
      const path = await madeFaceVideo(folder);
      const videos: DatasetVideo[] = [{
        id,
        source: fileClip(path),
        label: null,
        group: id,
        split: null,
        tags: {},
      }];
      const variants = [
        variant("single", { model: ["small"], frames: 16, batchSize: 1 }),
        variant("batches", { model: ["small"], frames: 8, batchSize: 4 }),
      ];
      const plan = makePlan(variants, { ...context, models: await tinyModels(folder) });
      const folders = { models: join(projectRoot(), "models") };
      const records: VideoRecord[] = [];
      for (const sharing of [{ workers: 1 }, { workers: 2, module: EAGER_WORKER }]) {
        const options = { folders, timing: "attributed", ...sharing } as const;
        for await (const event of executePlan(plan, videos, options)) {
          if (event.kind === "video") records.push(event.record);
        }
      }
      const [alone, helped] = records;
      ok(alone && helped);
      const [verdict] = alone.variants;
      equal(verdict?.status, "ok");
      ok(verdict.faces! >= 16);
      deepEqual(untimed(helped), untimed(alone));
      equal(alone.helpedMs, undefined);
      ok(helped.helpedMs! > 0, "no batch was scored by another worker");
    }),
);
