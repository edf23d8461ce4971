import type { WantedFrame } from "../../records/frame.ts";
import type { FrameCounts, QuarterTurn } from "../../records/video.ts";
import type { ParameterName, PartParameters } from "../parameters.ts";
import type { Part } from "../part.ts";

/** Chooses the frames of a video. Pure: equal arguments give equal indices. */
export interface FrameSelector<Name extends ParameterName = ParameterName> extends Part<Name> {
  /**
   * Selects frames. With `readIndices: "walk"` nothing is read after an index that is not above the one before.
   * @param frameCount frames of the video; may be 0 or less, then the result is empty
   * @returns indices in [0, frameCount), at least one, not necessarily sorted, with possible repeats
   */
  select(frameCount: number, parameters: Pick<PartParameters, Name>): readonly number[];
  /** Set if it selects every frame in order, so that no list of a long video's frames is made. */
  readonly givesEvery?: true;
}

/**
 * Declares a frame selector. It can read only the parameters in `reads`.
 * @example
 * ```ts
 * import { frameSelector } from "./contract.ts";
 *
 * const first = frameSelector({
 *   reads: ["frames"],
 *   select: (frameCount, { frames }) =>
 *     Array.from({ length: Math.max(0, Math.min(frames, frameCount)) }, (_, i) => i),
 * });
 * console.log(first.select(100, { frames: 3 })); // [0, 1, 2]
 * ```
 */
export function frameSelector<const Name extends ParameterName = never>(
  part: FrameSelector<Name>,
): FrameSelector<Name> {
  return part;
}

/** Turns a frame selector's indices into the frames to decode. Pure: equal arguments give equal frames. */
export interface ReadPlan extends Part {
  /** Plans the frames in stream order: labels and positions ascend strictly. */
  plan(indices: readonly number[], parameters: PartParameters): readonly WantedFrame[];
}

/** Decides which frame count of a video is used. Pure. */
export interface FrameCounting extends Part {
  /** Whether frames must be counted by decoding before `count` is correct. */
  needsDecoding(counts: FrameCounts, parameters: PartParameters): boolean;
  /** The number of frames that indices are chosen from; 0 or less: none. */
  count(counts: FrameCounts, parameters: PartParameters): number;
}

/** Decides how decoded frames are rotated. Pure. */
export interface FrameTurning extends Part {
  /**
   * Returns the clockwise rotation of a stored frame, degrees.
   * @param opencv the rotation in OpenCV 4.6, from the metadata
   */
  turn(opencv: QuarterTurn, parameters: PartParameters): QuarterTurn;
  /**
   * Returns the suffix of a face detection's name for faces of frames with a rotation: empty if the reference rotates
   * them alike, so that a video without rotation has the same names under every `rotation`.
   */
  mark(turn: QuarterTurn, opencv: QuarterTurn): string;
}
