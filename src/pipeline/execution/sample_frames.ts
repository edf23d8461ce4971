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
  readonly frames: readonly WantedFrame[];
}

/** Selects the frames of a video and plans how they are read. */
export function sampleFrames(
  { counting, selector, reading }: SampleSpec,
  counts: FrameCounts,
  { parts = PIPELINE_PARTS }: { readonly parts?: PipelineParts } = {},
): SampledFrames {
  const frameCount = parts.frameCounting.count(counts, parametersOf(counting));
  const part = partNamed(parts.frameSelectors, selector.part);
  const indices = part.select(frameCount, parametersOf(selector));
  const frames = parts.readPlan.plan(indices, parametersOf(reading));
  return { requested: indices.length, frames };
}
