import type { RgbImage } from "../../records/frame.ts";
import { halfSizes } from "../../base/numeric/pillow/half_size.ts";
import type { Reads } from "../part.ts";
import type { DetectorInputs } from "./contract.ts";

/**
 * Scales a frame for the face detector: the frame itself, or half its size as Pillow resizes it. Half of a frame
 * that is one pixel wide or high is an empty image.
 */
export type DetectorInput = (
  frame: RgbImage,
  scale: 0.5 | 1,
) => RgbImage;

/** Makes a scaler that reuses its memory: each input is valid until the next call. */
export function detectorInputs(): DetectorInput {
  const half = halfSizes();
  return (frame, scale) => scale === 1 ? frame : half(frame);
}

/** Makes a single input. */
export const detectorInput: DetectorInput = (frame, scale) => detectorInputs()(frame, scale);

const reads = ["detectorScale"] as const;

/** The part that scales frames for every face detector. */
export const detectorInputPart = {
  reads,
  open() {
    const make = detectorInputs();
    return (frame: RgbImage, { detectorScale }: Reads<typeof reads>) => make(frame, detectorScale);
  },
} satisfies DetectorInputs;
