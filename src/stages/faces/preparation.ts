import type { Box, CropRectangle } from "../../records/face.ts";
import type { RgbImage } from "../../records/frame.ts";
import { areaResizes } from "../../base/numeric/opencv/area_resize.ts";
import { cubicResizes } from "../../base/numeric/opencv/cubic_resize.ts";
import { centredOnBlack, fitWithin, putOnBlack } from "../../base/numeric/images/fit_within.ts";
import { type Resize, windowOf } from "../../base/numeric/images/rgb_window.ts";
import type { Reads } from "../part.ts";
import type { FacePreparation } from "./contract.ts";
import { cropRectangle, frameBox, isEmptyCrop } from "./crop.ts";
import type { ResizeRule } from "./parameters.ts";

/** What is done with a face. */
export interface PreparationOptions {
  /** Side of the square, pixels. */
  readonly size: number;
  readonly resize: ResizeRule;
}

/**
 * A face as a classifier takes it: the part of `frame` inside `rectangle`, its longer side brought to `size`
 * with the aspect kept, in the centre of a black square. `null` when the rectangle is empty, or so thin that
 * its shorter side comes to 0: errors in the original. Not so where the longer side is `size` already: nothing
 * is resized then, and an empty crop gives a black face, as in the original.
 * @param rectangle inside the frame
 */
export type PrepareFace = (
  frame: RgbImage,
  rectangle: CropRectangle,
  options: PreparationOptions,
) => RgbImage | null;

/** Prepares one face after another; each is an image of its own. */
export function facePreparations(): PrepareFace {
  const area = areaResizes(), cubic = cubicResizes();
  const resizers = {
    area_down_cubic_up: { down: area, up: cubic },
    cubic_down_area_up: { down: cubic, up: area },
  } as const satisfies Record<ResizeRule, { down: Resize; up: Resize }>;
  return (frame, rectangle, { size, resize }) => {
    const crop = windowOf(frame, rectangle);
    const longer = Math.max(crop.width, crop.height);
    if (longer === size) return putOnBlack(crop, size);
    if (isEmptyCrop(rectangle)) return null;
    const fitted = fitWithin(crop, size);
    if (fitted.width === 0 || fitted.height === 0) return null;
    const { square, centre } = centredOnBlack(fitted, size);
    resizers[resize][longer > size ? "down" : "up"](crop, centre);
    return square;
  };
}

/** Prepares a single face. */
export const prepareFace: PrepareFace = (frame, rectangle, options) =>
  facePreparations()(frame, rectangle, options);

const reads = ["boxScale", "margin", "resize"] as const;
type Parameters = Reads<typeof reads>;

/** How every face is cut out and brought to a classifier's size. */
export const facePreparation = {
  reads,
  boxOf: (found: Box, { boxScale }: Parameters) => frameBox(found, boxScale),
  rectangleOf: (
    box: Box,
    { margin, frame }: Parameters & { readonly frame: Pick<RgbImage, "width" | "height"> },
  ) => cropRectangle(box, margin, frame),
  open: facePreparations,
} satisfies FacePreparation;
