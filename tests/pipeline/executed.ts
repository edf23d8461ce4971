import { join } from "node:path";
import type { Variant } from "../../src/config/variant.ts";
import { type Stage, type StageRecord, STAGES } from "../../src/records/run_result.ts";
import type { VideoRecord } from "../../src/records/run_result.ts";
import type { ClipSource, DatasetVideo, VideoId } from "../../src/records/video.ts";
import { executeVideo } from "../../src/pipeline/execution/execute_video.ts";
import { makePlan, type PlanContext } from "../../src/pipeline/plan/make_plan.ts";
import {
  openWorkerResources,
  type WorkerResources,
} from "../../src/pipeline/execution/worker_resources.ts";
import type { ThumbnailTaker } from "../../src/pipeline/execution/thumbnails.ts";
import type { StageCache } from "../../src/pipeline/cache/video_cache.ts";
import { projectRoot } from "../../src/platform/files/project.ts";
import { fileClip } from "../../src/records/clip_source.ts";

/** What a plan is made of, and what a test adds. */
export interface ExecutedContext extends PlanContext {
  readonly cache?: StageCache;
  readonly timing?: "attributed" | "isolated";
  /** Absolute path of the folder where parts find their files; left out: `models` of the checkout. */
  readonly partFolder?: string;
  readonly thumbnails?: ThumbnailTaker;
  /** Changes what the video is worked on with. */
  readonly wrap?: (resources: WorkerResources) => WorkerResources;
}

/** Runs variants over a video, or the one at a path, in one pass, without a worker. */
export async function executed(
  clip: string | ClipSource,
  variants: readonly Variant[],
  { cache, timing = "attributed", thumbnails, wrap = (same) => same, ...rest }: ExecutedContext,
): Promise<VideoRecord> {
  const { partFolder = join(projectRoot(), "models"), ...context } = rest;
  const plan = makePlan(variants, context);
  const opened = await openWorkerResources(plan, { models: partFolder }, { parts: context.parts });
  const resources = wrap(opened);
  const id = "video.mp4" as VideoId;
  const video: DatasetVideo = {
    id,
    source: typeof clip === "string" ? fileClip(clip) : clip,
    label: null,
    group: id,
    split: null,
    tags: {},
  };
  try {
    return await executeVideo(video, { plan, resources }, { timing, cache, thumbnails });
  } finally {
    await opened.release();
  }
}

/** The key, digest and mode of each stage as one variant of a record saw it. */
export function stagesOf(
  record: VideoRecord,
  variant: string,
): Readonly<Record<Stage, Pick<StageRecord, "key" | "digest" | "mode">>> {
  const { stages } = record.variants.find((one) => one.variant === variant)!;
  const entries = STAGES.map((stage, i) => {
    const { key, digest, mode } = record.stages[stages[i]!]!;
    return [stage, { key, digest, mode }] as const;
  });
  return Object.fromEntries(entries) as Record<Stage, Pick<StageRecord, "key" | "digest" | "mode">>;
}

/** The first stage whose key or digest differs; `null`: none does. */
export function partsAt(
  a: ReturnType<typeof stagesOf>,
  b: ReturnType<typeof stagesOf>,
  by: "key" | "digest",
): Stage | null {
  return STAGES.find((stage) => a[stage][by] !== b[stage][by]) ?? null;
}
