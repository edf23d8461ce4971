import type { WantedFrame } from "../../records/frame.ts";
import type { FrameCounts } from "../../records/video.ts";
import { parametersOf } from "../../stages/part_use.ts";
import { partNamed, PIPELINE_PARTS, type PipelineParts } from "./parts.ts";
import type { SampleSpec } from "../plan/plan.ts";

/** The frames that a sample asks for. */
export interface SampledFrames {
  /** How many indices were chosen, repeats counted. */
  readonly requested: number;
  /** Those that are read, in stream order. */
  readonly frames: readonly WantedFrame[];
}

/** Chooses the frames of a video and how they are read. */
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
