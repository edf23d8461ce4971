import type { CropRectangle } from "../domain/face.ts";
import type { RgbImage } from "../domain/frame.ts";
import { resizeArea } from "../numeric/area_resize.ts";
import { resizeCubic } from "../numeric/cubic_resize.ts";
import { centredOnBlack, fitWithin, putOnBlack } from "../numeric/fit_within.ts";
import { windowOf } from "../numeric/rgb_window.ts";
import { isEmptyCrop } from "./crop.ts";
import type { ResizeRule } from "./parameters.ts";

const RESIZERS = {
  area_down_cubic_up: { down: resizeArea, up: resizeCubic },
  cubic_down_area_up: { down: resizeCubic, up: resizeArea },
} as const satisfies Record<ResizeRule, unknown>;

/**
 * A face as a classifier takes it: the part of `frame` inside `rectangle`, its longer side brought to `size`
 * with the aspect kept, in the centre of a black square. `null` when the rectangle is empty, or so thin that
 * its shorter side comes to 0: errors in the original. Not so where the longer side is `size` already: nothing
 * is resized then, and an empty crop gives a black face, as in the original.
 * @param rectangle inside the frame
 * @param size side of the square, pixels
 */
export function prepareFace(
  frame: RgbImage,
  rectangle: CropRectangle,
  { size, resize }: { readonly size: number; readonly resize: ResizeRule },
): RgbImage | null {
  const crop = windowOf(frame, rectangle);
  const longer = Math.max(crop.width, crop.height);
  if (longer === size) return putOnBlack(crop, size);
  if (isEmptyCrop(rectangle)) return null;
  const fitted = fitWithin(crop, size);
  if (fitted.width === 0 || fitted.height === 0) return null;
  const { square, centre } = centredOnBlack(fitted, size);
  RESIZERS[resize][longer > size ? "down" : "up"](crop, centre);
  return square;
}
