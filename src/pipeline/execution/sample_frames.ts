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
  // Every frame from the first on is read at its true place by each way of reading.
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

/** Frames that are written out in a digest: no list of frames that a config can ask for is longer. */
const WRITTEN_FRAMES = 1_000_000;

const FRAMES_OF_PIECE = 4096;

/** The text that the digest of a sample is made of, in pieces: `label:position` of each frame, with commas between. */
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
