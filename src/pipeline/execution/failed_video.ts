import { digester } from "../../platform/files/hash.ts";
import type { VideoRecord } from "../../records/run_result.ts";
import type { DatasetVideo } from "../../records/video.ts";
import type { Plan } from "../plan/plan.ts";
import { describeError } from "./execute_video.ts";
import { PIPELINE_PARTS } from "./parts.ts";
import { failedRecord } from "./video_record.ts";
import { makeViews } from "./views.ts";

/** Makes the record of a video of which nothing is known but the error. */
export async function failedVideo(
  plan: Plan,
  { task, error }: { readonly task: DatasetVideo; readonly error: Error },
): Promise<VideoRecord> {
  const digests = await digester();
  const parts = PIPELINE_PARTS;
  return failedRecord(plan, makeViews(plan, { digests, parts }), {
    video: task,
    contentHash: null,
    metadata: null,
    mode: "attributed",
    milliseconds: 0,
    digests,
    parts,
    error: describeError(error),
  });
}
