import type { RgbImage } from "../domain/frame.ts";
import { halfSize } from "../numeric/half_size.ts";
import type { DetectionParameters } from "./parameters.ts";

/**
 * The frame at the face detector's scale: itself, or half of it as Pillow makes it. A frame of one pixel's
 * width or height has no half: the image is empty.
 */
export function detectorInput(
  frame: RgbImage,
  scale: DetectionParameters["detectorScale"],
): RgbImage {
  return scale === 1 ? frame : halfSize(frame);
}
