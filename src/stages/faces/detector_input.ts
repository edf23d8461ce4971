import type { RgbImage } from "../../records/frame.ts";
import { halfSizes } from "../../base/numeric/pillow/half_size.ts";
import type { Reads } from "../part.ts";
import type { DetectorInputs } from "./contract.ts";

/**
 * The frame at the face detector's scale: itself, or half of it as Pillow makes it. A frame of one pixel's
 * width or height has no half: the image is empty.
 */
export type DetectorInput = (
  frame: RgbImage,
  scale: 0.5 | 1,
) => RgbImage;

/** Makes inputs one after another in the same memory: each is valid until the next is made. */
export function detectorInputs(): DetectorInput {
  const half = halfSizes();
  return (frame, scale) => scale === 1 ? frame : half(frame);
}

/** A single input. */
export const detectorInput: DetectorInput = (frame, scale) => detectorInputs()(frame, scale);

const reads = ["detectorScale"] as const;

/** What every face detector is given of a frame. */
export const detectorInputPart = {
  reads,
  open() {
    const make = detectorInputs();
    return (frame: RgbImage, { detectorScale }: Reads<typeof reads>) => make(frame, detectorScale);
  },
} satisfies DetectorInputs;
