import type { WantedFrame } from "../../records/frame.ts";
import type { ParameterName, PartParameters } from "../parameters.ts";
import type { Part } from "../part.ts";

/** Chooses the frames of a video. Pure: equal arguments give equal indices. */
export interface FrameSelector<Name extends ParameterName = ParameterName> extends Part<Name> {
  /**
   * Frame indices in [0, frameCount), in the order the rule gives them: not always sorted, repeats possible.
   * Empty when `frameCount` is 0 or less.
   */
  select(frameCount: number, parameters: Pick<PartParameters, Name>): readonly number[];
  /** Says that it gives every frame in order: then no list of a long video's frames is made. */
  readonly givesEvery?: true;
}

/**
 * A frame selector that reads nothing but what it declares.
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

/** Turns the indices that a frame selector gave into the frames that are decoded. Pure. */
export interface ReadPlan extends Part {
  /** In stream order: labels and positions ascend strictly. */
  plan(indices: readonly number[], parameters: PartParameters): readonly WantedFrame[];
}
