import type { FrameParameters } from "./parameters.ts";

/** Chooses the frames of a video. Pure: equal arguments give equal indices. */
export interface FrameSelector {
  /**
   * Frame indices in [0, frameCount), in the order the rule gives them: not always sorted, repeats possible.
   * Empty when `frameCount` is 0 or less.
   */
  select(frameCount: number, parameters: FrameParameters): readonly number[];
}
