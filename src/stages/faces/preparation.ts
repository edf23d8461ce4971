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

/** Settings of face preparation. */
export interface PreparationOptions {
  /** Side of the square, pixels. */
  readonly size: number;
  readonly resize: ResizeRule;
}

/**
 * Prepares a face for a classifier: scales the part of `frame` inside `rectangle` so that its longer side is
 * `size`, keeping the aspect ratio, and centres it on a black square.
 * @param rectangle inside the frame
 * @returns `size` × `size` pixels; `null` when the rectangle is empty, or so thin that its shorter side would be 0
 * (errors in the original). A rectangle whose longer side is already `size` is not resized, so an empty one
 * gives a black face, as in the original
 */
export type PrepareFace = (
  frame: RgbImage,
  rectangle: CropRectangle,
  options: PreparationOptions,
) => RgbImage | null;

/** Makes a function that prepares faces. Each result has its own memory. */
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

/** The part that crops every face and scales it to a classifier's input size. */
export const facePreparation = {
  reads,
  boxOf: (found: Box, { boxScale }: Parameters) => frameBox(found, boxScale),
  rectangleOf: (
    box: Box,
    { margin, frame }: Parameters & { readonly frame: Pick<RgbImage, "width" | "height"> },
  ) => cropRectangle(box, margin, frame),
  open: facePreparations,
} satisfies FacePreparation;
