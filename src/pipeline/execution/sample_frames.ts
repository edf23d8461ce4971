import { PositionSet } from "../../base/position_set.ts";
import type { WantedFrame } from "../../records/frame.ts";
import type { FrameCounts } from "../../records/video.ts";
import { parametersOf } from "../../stages/part_use.ts";
import { partNamed, PIPELINE_PARTS, type PipelineParts } from "./parts.ts";
import type { SampleSpec } from "../plan/plan.ts";

/** Frames selected from a video. */
export interface SampledFrames {
  /** Number of selected indices, including repeats. */
  readonly requested: number;
  /** Frames to read, in stream order. */
  readonly frames: Iterable<WantedFrame>;
  /** Their positions in the stream. */
  readonly positions: PositionSet;
}

/** Selects the frames of a video and plans how they are read. */
export function sampleFrames(
  { counting, selector, reading }: SampleSpec,
  counts: FrameCounts,
  { parts = PIPELINE_PARTS }: { readonly parts?: PipelineParts } = {},
): SampledFrames {
  const frameCount = parts.frameCounting.count(counts, parametersOf(counting));
  const part = partNamed(parts.frameSelectors, selector.part);
  // Both ways of reading give each frame of a complete list at its own position.
  if (part.givesEvery) return everyFrame(frameCount);
  const indices = part.select(frameCount, parametersOf(selector));
  const frames = parts.readPlan.plan(indices, parametersOf(reading));
  const positions = PositionSet.of(frames.map(({ position }) => position));
  return { requested: indices.length, frames, positions };
}

function everyFrame(frameCount: number): SampledFrames {
  const positions = PositionSet.below(frameCount);
  const frames = {
    *[Symbol.iterator]() {
      for (const position of positions) yield { label: position, position };
    },
  };
  return { requested: positions.size, frames, positions };
}

/** Most frames that a digest lists one by one; a config can request no longer list. */
const WRITTEN_FRAMES = 1_000_000;

const FRAMES_OF_PIECE = 4096;

/** Yields the text that the digest of a sample is computed over: `label:position` of each frame, comma-separated. */
export function* sampleText({ requested, frames }: SampledFrames): Generator<string> {
  if (requested > WRITTEN_FRAMES) {
    yield `all ${requested}`;
    return;
  }
  let piece: string[] = [];
  let separator = "";
  for (const { label, position } of frames) {
    piece.push(`${label}:${position}`);
    if (piece.length < FRAMES_OF_PIECE) continue;
    yield separator + piece.join();
    piece = [];
    separator = ",";
  }
  if (piece.length > 0) yield separator + piece.join();
}
