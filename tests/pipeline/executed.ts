import { join } from "node:path";
import type { Variant } from "../../src/config/variant.ts";
import { type Stage, type StageRecord, STAGES } from "../../src/domain/run_result.ts";
import type { VideoRecord } from "../../src/domain/run_result.ts";
import type { DatasetVideo, VideoId } from "../../src/domain/video.ts";
import { executeVideo } from "../../src/pipeline/execute_video.ts";
import { makePlan, type PlanContext } from "../../src/pipeline/plan.ts";
import { openToolbox } from "../../src/pipeline/toolbox.ts";
import { projectRoot } from "../../src/runtime/project.ts";

/** Runs variants over the video at `path` in one pass, without a worker. */
export async function executed(
  path: string,
  variants: readonly Variant[],
  context: PlanContext,
): Promise<VideoRecord> {
  const plan = makePlan(variants, context);
  const toolbox = await openToolbox(plan, { mtcnn: join(projectRoot(), "models", "mtcnn") });
  const id = "video.mp4" as VideoId;
  const video: DatasetVideo = { id, path, label: null, group: id, split: null };
  try {
    return await executeVideo(video, { plan, toolbox }, { timing: "attributed" });
  } finally {
    await toolbox.release();
  }
}

/** The key and digest of each stage as one variant of a record saw it. */
export function stagesOf(
  record: VideoRecord,
  variant: string,
): Readonly<Record<Stage, Pick<StageRecord, "key" | "digest">>> {
  const { stages } = record.variants.find((one) => one.variant === variant)!;
  const entries = STAGES.map((stage, i) => {
    const { key, digest } = record.stages[stages[i]];
    return [stage, { key, digest }] as const;
  });
  return Object.fromEntries(entries) as Record<Stage, Pick<StageRecord, "key" | "digest">>;
}

/** The first stage whose key or digest differs; `null`: none does. */
export function partsAt(
  a: ReturnType<typeof stagesOf>,
  b: ReturnType<typeof stagesOf>,
  by: "key" | "digest",
): Stage | null {
  return STAGES.find((stage) => a[stage][by] !== b[stage][by]) ?? null;
}
