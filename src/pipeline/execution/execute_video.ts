import { AssayError, toolError } from "../../records/errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../../records/limits.ts";
import type { VideoRecord } from "../../records/run_result.ts";
import type { DatasetVideo, VideoMetadata } from "../../records/video.ts";
import { seededRandom } from "../../base/numeric/statistics/seeded_random.ts";
import { shuffled } from "../../base/numeric/statistics/shuffled.ts";
import { systemClock } from "../../platform/host/clock.ts";
import { readClipState, sha256Clip } from "../../platform/files/clip_contents.ts";
import { sha256Hex } from "../../platform/files/hash.ts";
import { patienceOf } from "../../platform/host/countdown.ts";
import { probeVideo } from "../../platform/ffmpeg/video_probe.ts";
import { parametersOf } from "../../stages/part_use.ts";
import type { PipelineParts } from "./parts.ts";
import { provedWrong, withDecodedCount } from "./frame_counts.ts";
import { passFrames } from "./pass_frames.ts";
import { type Plan, soloPlan } from "../plan/plan.ts";
import { sampleFrames, sampleText } from "./sample_frames.ts";
import type { WorkerResources } from "./worker_resources.ts";
import { failedRecord, mergeRecords, type PassRecord, videoRecord } from "./video_record.ts";
import type { ThumbnailTaker } from "./thumbnails.ts";
import { NO_CACHE, type StageCache, videoCache } from "../cache/video_cache.ts";
import { makeViews, type Views } from "./views.ts";

export interface VideoOptions {
  /** `isolated` runs each variant alone, in random order after a warm-up pass, to time each separately. */
  readonly timing: "attributed" | "isolated";
  /** Limits on frame size and on waiting; default: `DEFAULT_LIMITS`. */
  readonly limits?: Limits | undefined;
  readonly signal?: AbortSignal;
  /** Takes the progress as text, at most four times a second. */
  readonly note?: (text: string) => void;
  /** Takes thumbnails of the video's faces. */
  readonly thumbnails?: ThumbnailTaker | undefined;
  /** Stage cache; not used with isolated timing. */
  readonly cache?: StageCache | undefined;
}

/**
 * Runs a plan over one video. Frames are streamed: memory holds one frame, the waiting batches, and the results. An
 * error of the video becomes a record with the error, never an exception.
 */
export async function executeVideo(
  video: DatasetVideo,
  tools: { plan: Plan; resources: WorkerResources },
  options: VideoOptions,
): Promise<VideoRecord> {
  const { plan, resources } = tools;
  if (options.timing === "attributed") return (await sharedPass(video, tools, options)).record;
  const uncached = { ...options, cache: undefined };
  const alone = (i: number) => sharedPass(video, { plan: soloPlan(plan, i), resources }, uncached);
  await alone(0); // warm-up pass, not recorded
  const passes = new Array<PassRecord>(plan.variants.length);
  for (const i of randomOrder(plan, video)) passes[i] = await alone(i);
  return mergeRecords(passes);
}

/** Shuffles the variants, seeded by the video, so that no order effect is the same in all videos. */
function randomOrder({ variants }: Plan, { id }: DatasetVideo): number[] {
  const seed = parseInt(sha256Hex(id).slice(0, 8), 16);
  return shuffled(variants.length, seededRandom(seed));
}

/**
 * Makes one pass over the video for all variants of the plan. Retries once after an error that may be temporary, such
 * as a killed tool, so that it is not recorded in the journal.
 */
async function sharedPass(
  video: DatasetVideo,
  { plan, resources }: { plan: Plan; resources: WorkerResources },
  options: VideoOptions & {
    readonly triesLeft?: number;
    /** Whether the number of frames used before proved wrong. */
    readonly miscounted?: boolean;
  },
): Promise<PassRecord> {
  const { timing, limits = DEFAULT_LIMITS, signal, note = () => {}, thumbnails } = options;
  const { triesLeft = 1 } = options;
  const { parts } = resources;
  const start = systemClock.now();
  const views = makeViews(plan, resources);
  let contentHash: string | null = null;
  let metadata: VideoMetadata | null = null;
  let cache = NO_CACHE;
  const facts = () => ({
    video,
    contentHash,
    metadata,
    digests: resources.digests,
    parts,
    mode: timing,
    milliseconds: systemClock.now() - start,
  });
  try {
    const { source } = video;
    const state = await readClipState(source);
    const { megapixels } = limits;
    // Runs in another process while the video is hashed.
    const probing = probeVideo(source, { megapixels, patience: patienceOf(limits) });
    const [hashed] = await Promise.allSettled([contentHashOf(video), probing]);
    if (hashed.status === "rejected") throw hashed.reason;
    contentHash = hashed.value;
    if (options.cache) cache = videoCache(options.cache, { plan, contentHash });
    const proved = options.miscounted ?? false;
    const counting = { source, plan, parts, cache, signal, limits, proved };
    metadata = await withDecodedCount(await probing, views, counting);
    settle(metadata, views, { plan, parts, milliseconds: systemClock.now() - start });
    const hardware = triesLeft > 0; // not on the retry: hardware decoding may be what failed
    const tools = { plan, resources, cache, thumbnails };
    await passFrames(views, { source, metadata, limits, hardware, signal, note, ...tools });
    await cache.close(state === await readClipState(source));
    if (!options.miscounted && provedWrong(metadata, views, { plan, parts })) {
      return await sharedPass(video, { plan, resources }, { ...options, miscounted: true });
    }
    return videoRecord(plan, views, facts());
  } catch (error) {
    await cache.close(false);
    if (signal?.aborted) throw error;
    for (const queue of await resources.queues()) queue.clear();
    if (triesLeft > 0 && isWorthRetry(error)) {
      if (error.code === "HARDWARE_DECODING_FAILED") resources.decoders.noteFailure(metadata!);
      return await sharedPass(video, { plan, resources }, { ...options, triesLeft: 0 });
    }
    const record = failedRecord(plan, views, { ...facts(), error: describeError(error) });
    return { record, preparations: [] };
  }
}

/** Whether an immediate retry may succeed. A silent tool has been waited for long enough. */
function isWorthRetry(error: unknown): error is AssayError {
  return error instanceof AssayError && error.exitCode === 4 && error.code !== "TOOL_SILENT";
}

/** Chooses the frames of every sample view, and their rotation. */
function settle(
  metadata: VideoMetadata,
  views: Views,
  { plan, parts, milliseconds }: { plan: Plan; parts: PipelineParts; milliseconds: number },
): void {
  for (const view of views.samples) {
    const sampled = sampleFrames(plan.samples[view.sample]!, metadata, { parts });
    view.positions = sampled.positions;
    view.framesRequested = sampled.requested;
    view.milliseconds = milliseconds;
    for (const text of sampleText(sampled)) view.hash.update(text);
  }
  for (const view of views.decodes) {
    view.turn = parts.frameTurning.turn(metadata.rotation, parametersOf(view.turning));
  }
}

async function contentHashOf(video: DatasetVideo): Promise<string> {
  try {
    return await sha256Clip(video.source);
  } catch (cause) {
    if (isShortage(cause)) throw shortage(cause);
    throw new AssayError("VIDEO_UNREADABLE", 3, {
      what: "the file cannot be read",
      remedy: "Check that it exists, and its permissions",
      cause,
    });
  }
}

/** Whether the system ran out of memory or open files, which is not the file's fault. */
function isShortage(cause: unknown): boolean {
  return cause instanceof Error && /\(os error (?:12|23|24)\)/.test(cause.message);
}

function shortage(cause: unknown): AssayError {
  return toolError("OUT_OF_MEMORY", {
    what: "the system ran out of memory or open files while reading the video",
    remedy: "Run again with fewer workers, or close other programs",
    cause,
  });
}

/** Whether JavaScript or WebAssembly could not allocate memory. */
function isMemoryShort(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed|could not allocate/i.test(error.message);
}

/** `CODE: sentence.` for a table cell; messages of other errors than Assay's own are left out. */
export function describeError(error: unknown): string {
  if (error instanceof AssayError) return `${error.code}: ${error.what}`;
  if (isMemoryShort(error)) {
    return "OUT_OF_MEMORY: memory ran out while the video was processed.";
  }
  return "INTERNAL: an unexpected error occurred.";
}
