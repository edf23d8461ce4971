import type { ClipSource, FrameCounts, VideoMetadata } from "../../records/video.ts";
import type { Limits } from "../../records/limits.ts";
import { patienceOf } from "../../platform/host/countdown.ts";
import { countFrames } from "../../platform/ffmpeg/frame_counter.ts";
import { parametersOf } from "../../stages/part_use.ts";
import type { VideoCache } from "../cache/video_cache.ts";
import type { Plan } from "../plan/plan.ts";
import type { PipelineParts } from "./parts.ts";
import type { SampleView, Views } from "./views.ts";

/** Resources for counting frames. */
export interface CountTools {
  readonly source: ClipSource;
  readonly plan: Plan;
  readonly parts: PipelineParts;
  readonly cache: VideoCache;
  readonly signal: AbortSignal | undefined;
  readonly limits: Limits;
}

/**
 * Adds the number of decodable frames to the metadata if a sample of the views needs it: from the stage cache, or by
 * decoding the whole stream.
 * @param options `proved`: the number so far proved wrong, so frames are counted in any case
 */
export async function withDecodedCount(
  metadata: VideoMetadata,
  views: Views,
  { proved, ...tools }: CountTools & { readonly proved: boolean },
): Promise<VideoMetadata> {
  if (!views.samples.some((sample) => needsDecoding(UNKNOWN, sample, tools))) return metadata;
  const known = await tools.cache.frameCount();
  if (known !== null) return { ...metadata, decodedCount: known };
  const needed = views.samples.some((sample) => needsDecoding(metadata, sample, tools));
  if (!needed && !proved) return metadata;
  const { frames, lasting } = await countFrames(tools.source, {
    signal: tools.signal,
    patience: patienceOf(tools.limits),
    megapixels: tools.limits.megapixels,
  });
  if (lasting) await tools.cache.noteFrameCount(frames);
  return { ...metadata, decodedCount: frames };
}

/**
 * Whether a pass proved the number of frames wrong that was found without decoding: a view with `frameCount: decoded`
 * got fewer frames than it chose.
 */
export function provedWrong(
  { decodedCount }: VideoMetadata,
  views: Views,
  tools: Pick<CountTools, "plan" | "parts">,
): boolean {
  if (decodedCount !== undefined) return false;
  return views.decodes.some(({ sample, framesRead }) =>
    framesRead < sample.positions.size && needsDecoding(UNKNOWN, sample, tools)
  );
}

/** Frame counts of a video that could not be probed. */
const UNKNOWN: FrameCounts = { frameCount: 0, isEstimate: true };

function needsDecoding(
  counts: FrameCounts,
  { sample }: SampleView,
  { plan, parts }: Pick<CountTools, "plan" | "parts">,
): boolean {
  return parts.frameCounting.needsDecoding(counts, parametersOf(plan.samples[sample]!.counting));
}
