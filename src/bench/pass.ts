import { inputError } from "../records/errors.ts";
import type { VideoRecord } from "../records/run_result.ts";
import type { DatasetVideo } from "../records/video.ts";
import { executeVideo } from "../pipeline/execution/execute_video.ts";
import type { Plan } from "../pipeline/plan/plan.ts";
import {
  openWorkerResources,
  type WorkerResources,
} from "../pipeline/execution/worker_resources.ts";
import { systemClock } from "../platform/host/clock.ts";
import type { Evaluation } from "../evaluation/evaluation.ts";
import { FOLDERS } from "../evaluation/folders.ts";

/** Opened networks and the time it took to open them. */
export interface BenchTools {
  readonly resources: WorkerResources;
  readonly loadingMs: number;
}

/** Opens every network of a plan in this process, so that samples do not include it. */
export async function openBenchTools(plan: Plan): Promise<BenchTools> {
  const start = systemClock.now();
  const resources = await openWorkerResources(plan, { models: FOLDERS.models });
  await resources.openAll();
  return { resources, loadingMs: systemClock.now() - start };
}

/**
 * Runs a plan over videos in this process, one after another, without a stage cache.
 * @returns the records
 * @throws AssayError when a video fails, since its time would not be that of the work
 */
export async function passVideos(
  videos: readonly DatasetVideo[],
  { plan, resources }: { plan: Plan | ((video: DatasetVideo) => Plan); resources: WorkerResources },
): Promise<VideoRecord[]> {
  const records: VideoRecord[] = [];
  for (const video of videos) {
    const one = typeof plan === "function" ? plan(video) : plan;
    const record = await executeVideo(video, { plan: one, resources }, { timing: "attributed" });
    requireWorked(record);
    records.push(record);
  }
  return records;
}

/** Requires that a video was processed. @throws AssayError BENCH_VIDEO_FAILED (exit 3) when it failed */
export function requireWorked({ filename, variants }: VideoRecord): void {
  const failure = variants.find(({ fallback }) => fallback === "error")?.error;
  if (!failure) return;
  throw inputError("BENCH_VIDEO_FAILED", {
    what: `${JSON.stringify(filename)} cannot be processed: ${failure}`,
    remedy: "Choose other videos with --dataset, --split or --limit",
  });
}

/** Milliseconds of each stage of the first variant, summed over the videos. */
export function stageSums(records: readonly VideoRecord[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { stages, variants } of records) {
    for (const index of variants[0]!.stages) {
      const { stage, milliseconds } = stages[index]!;
      sums[stage] = (sums[stage] ?? 0) + milliseconds;
    }
  }
  return sums;
}

/** The videos to measure: the first `count` unless the user limited them. */
export function benchVideos(
  { dataset }: Evaluation,
  { limited, count }: { limited: boolean; count: number },
): readonly DatasetVideo[] {
  const videos = limited ? dataset.videos : dataset.videos.slice(0, count);
  if (videos.length > 0) return videos;
  throw inputError("DATASET_EMPTY", {
    what: `${dataset.name} has no videos to measure`,
    remedy: "Choose others with --dataset or --split",
  });
}
