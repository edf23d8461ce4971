import { stat } from "node:fs/promises";
import { AssayError, toolError } from "../../records/errors.ts";
import type { VideoRecord } from "../../records/run_result.ts";
import type { DatasetVideo, VideoMetadata } from "../../records/video.ts";
import { seededRandom } from "../../base/numeric/statistics/seeded_random.ts";
import { shuffled } from "../../base/numeric/statistics/shuffled.ts";
import { systemClock } from "../../platform/host/clock.ts";
import { sha256File, sha256Hex } from "../../platform/files/hash.ts";
import { probeVideo } from "../../platform/ffmpeg/video_probe.ts";
import type { PipelineParts } from "./parts.ts";
import { passFrames } from "./pass_frames.ts";
import { type Plan, soloPlan } from "../plan/plan.ts";
import { sampleFrames } from "./sample_frames.ts";
import type { WorkerResources } from "./worker_resources.ts";
import { failedRecord, mergeRecords, type PassRecord, videoRecord } from "./video_record.ts";
import type { ThumbnailTaker } from "./thumbnails.ts";
import { NO_CACHE, type StageCache, videoCache } from "../cache/video_cache.ts";
import { makeViews, type Views } from "./views.ts";

export interface VideoOptions {
  /** `isolated` runs each variant alone after a warm-up, in random order, so that its times are its own. */
  readonly timing: "attributed" | "isolated";
  readonly signal?: AbortSignal;
  /** Takes how far the video is, for people, a few times a second. */
  readonly note?: (text: string) => void;
  /** Takes thumbnails of the video's faces. */
  readonly thumbnails?: ThumbnailTaker;
  /** Keeps results for later runs and gives those of earlier ones; never used where timing is isolated. */
  readonly cache?: StageCache;
}

/**
 * Runs a plan over one video. Frames stream through: memory holds one frame, the batches that wait, and the
 * numbers that come out. A video that fails is a record that says why, never an exception.
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
  await alone(0); // finds file and code cold: no variant's time
  const passes = new Array<PassRecord>(plan.variants.length);
  for (const i of randomOrder(plan, video)) passes[i] = await alone(i);
  return mergeRecords(passes);
}

/** The variants in an order of the video's own, so that none always comes first or after the same one. */
function randomOrder({ variants }: Plan, { id }: DatasetVideo): number[] {
  const seed = parseInt(sha256Hex(id).slice(0, 8), 16);
  return shuffled(variants.length, seededRandom(seed));
}

/**
 * One pass over the video that serves every variant of the plan. A failure that a retry may mend, such as a
 * tool that was killed, gets one, so that it does not end up in the journal for good.
 */
async function sharedPass(
  video: DatasetVideo,
  { plan, resources }: { plan: Plan; resources: WorkerResources },
  options: VideoOptions & { readonly triesLeft?: number },
): Promise<PassRecord> {
  const { timing, signal, note = () => {}, thumbnails, triesLeft = 1 } = options;
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
    parts: resources.parts,
    mode: timing,
    milliseconds: systemClock.now() - start,
  });
  try {
    const { path } = video;
    const state = await fileState(path);
    const probing = probeVideo(path); // another process: the hash costs no time beside it
    const [hashed] = await Promise.allSettled([contentHashOf(video), probing]);
    if (hashed.status === "rejected") throw hashed.reason;
    contentHash = hashed.value;
    if (options.cache) cache = videoCache(options.cache, { plan, contentHash });
    metadata = await probing;
    sample(metadata, views, {
      plan,
      parts: resources.parts,
      milliseconds: systemClock.now() - start,
    });
    const hardware = triesLeft > 0; // may itself be what failed
    const pass = { path, metadata, plan, resources, cache, hardware, signal, note, thumbnails };
    await passFrames(views, pass);
    await cache.close(state === await fileState(path));
    return videoRecord(plan, views, facts());
  } catch (error) {
    await cache.close(false);
    if (signal?.aborted) throw error;
    for (const queue of await resources.queues()) queue.clear();
    if (triesLeft > 0 && error instanceof AssayError && error.exitCode === 4) {
      if (error.code === "HARDWARE_DECODING_FAILED") resources.decoders.gaveUp(metadata!);
      return await sharedPass(video, { plan, resources }, { ...options, triesLeft: 0 });
    }
    const record = failedRecord(plan, views, { ...facts(), error: describeError(error) });
    return { record, preparations: [] };
  }
}

/** Chooses the frames of every sample view. */
function sample(
  metadata: VideoMetadata,
  views: Views,
  { plan, parts, milliseconds }: { plan: Plan; parts: PipelineParts; milliseconds: number },
): void {
  for (const view of views.samples) {
    const { requested, frames } = sampleFrames(plan.samples[view.sample], metadata.frameCount, {
      parts,
    });
    view.positions = frames.map(({ position }) => position);
    view.wanted = new Set(view.positions);
    view.framesRequested = requested;
    view.milliseconds = milliseconds;
    view.hash.update(frames.map(({ label, position }) => `${label}:${position}`).join());
  }
}

/** What tells whether a file was changed meanwhile; `null`: it is not there. */
async function fileState(path: string): Promise<string | null> {
  const facts = await stat(path).catch(() => null);
  return facts && `${facts.size} ${facts.mtimeMs} ${facts.ino}`;
}

async function contentHashOf(video: DatasetVideo): Promise<string> {
  try {
    return await sha256File(video.path);
  } catch (cause) {
    if (isShortage(cause)) throw shortage(cause);
    throw new AssayError("VIDEO_UNREADABLE", 3, {
      what: "the file cannot be read",
      remedy: "Check that it exists and its permissions",
      cause,
    });
  }
}

/** Whether the system had no memory or no open file left, which is not the file's fault. */
function isShortage(cause: unknown): boolean {
  return cause instanceof Error && /\(os error (?:12|23|24)\)/.test(cause.message);
}

function shortage(cause: unknown): AssayError {
  return toolError("OUT_OF_MEMORY", {
    what: "the system had no memory or no open file left to read the video",
    remedy: "Run again with fewer workers, or end other programs",
    cause,
  });
}

/** How JavaScript and WebAssembly say that the system gave them no memory. */
function isMemoryShort(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed|could not allocate/i.test(error.message);
}

/** `CODE: sentence.` for a table cell; what is not Assay's own error is not shown to tables. */
export function describeError(error: unknown): string {
  if (error instanceof AssayError) return `${error.code}: ${error.what}`;
  if (isMemoryShort(error)) {
    return "OUT_OF_MEMORY: there was no memory left to go on with the video.";
  }
  return "INTERNAL: something unforeseen went wrong; run with --verbose to see it.";
}
