import { toolError } from "../../records/errors.ts";
import type { Box, CropRectangle, Point } from "../../records/face.ts";
import type { RgbImage } from "../../records/frame.ts";
import { areaResizes } from "../../base/numeric/opencv/area_resize.ts";
import { cubicResizes } from "../../base/numeric/opencv/cubic_resize.ts";
import { resizeLinear } from "../../base/numeric/opencv/linear_resize.ts";
import { centredOnBlack, fitWithin, putOnBlack } from "../../base/numeric/images/fit_within.ts";
import {
  blackImage,
  type Resize,
  type RgbWindow,
  wholeWindow,
  windowOf,
} from "../../base/numeric/images/rgb_window.ts";
import type { Reads } from "../part.ts";
import { alignFace } from "./aligned_face.ts";
import type { FacePreparation, PreparationFacts } from "./contract.ts";
import { cropRectangle, frameBox, isEmptyCrop, squareRectangle } from "./crop.ts";
import type { Fit, ResizeRule } from "./parameters.ts";

/** Settings of a cropped face. */
export interface PreparationOptions {
  /** Side of the square, pixels. */
  readonly size: number;
  readonly resize: ResizeRule;
  readonly fit: Fit;
}

/**
 * Prepares a face for a classifier from the part of `frame` inside `rectangle`. `fit: "black"`: it is scaled so that
 * its longer side is `size`, keeping the aspect ratio, and centred on a black square; otherwise it is stretched to
 * the square.
 * @param rectangle inside the frame
 * @returns `size` × `size` pixels; `null` when the rectangle is empty, or so thin that its shorter side would be 0
 * (errors in the original). A rectangle whose longer side is already `size` is not resized by `black`, so an empty
 * one gives a black face, as in the original
 */
export type PrepareFace = (
  frame: RgbImage,
  rectangle: CropRectangle,
  options: PreparationOptions,
) => RgbImage | null;

/** A rule's interpolations. */
type Resizers = Readonly<Record<ResizeRule, { readonly down: Resize; readonly up: Resize }>>;

/** Makes a function that prepares faces. Each result has its own memory. */
export function facePreparations(): PrepareFace {
  const area = areaResizes(), cubic = cubicResizes();
  const resizers: Resizers = {
    area_down_cubic_up: { down: area, up: cubic },
    cubic_down_area_up: { down: cubic, up: area },
    bilinear: { down: resizeLinear, up: resizeLinear },
    bicubic: { down: cubic, up: cubic },
  };
  return (frame, rectangle, { size, resize, fit }) => {
    const crop = windowOf(frame, rectangle);
    if (fit === "black") return onBlack(crop, { size, resizers: resizers[resize] });
    if (isEmptyCrop(rectangle)) return null;
    return stretched(crop, { size, resizers: resizers[resize] });
  };
}

interface Scaling {
  readonly size: number;
  readonly resizers: Resizers[ResizeRule];
}

/** Scales a crop, keeping its aspect, and centres it on black. */
function onBlack(crop: RgbWindow, { size, resizers }: Scaling): RgbImage | null {
  const longer = Math.max(crop.width, crop.height);
  if (longer === size) return putOnBlack(crop, size);
  if (crop.width === 0 || crop.height === 0) return null;
  const fitted = fitWithin(crop, size);
  if (fitted.width === 0 || fitted.height === 0) return null;
  const { square, centre } = centredOnBlack(fitted, size);
  resizers[longer > size ? "down" : "up"](crop, centre);
  return square;
}

/** Stretches a crop to a square; it is enlarged if either side grows. */
function stretched(crop: RgbWindow, { size, resizers }: Scaling): RgbImage {
  if (crop.width === size && crop.height === size) return putOnBlack(crop, size);
  const square = blackImage(size, size);
  const shrinks = Math.min(crop.width, crop.height) >= size;
  resizers[shrinks ? "down" : "up"](crop, wholeWindow(square));
  return square;
}

/** Prepares a single face. */
export const prepareFace: PrepareFace = (frame, rectangle, options) =>
  facePreparations()(frame, rectangle, options);

const reads = ["boxScale", "margin", "resize", "fit", "align"] as const;
type Parameters = Reads<typeof reads>;

/** The part that crops or aligns every face and scales it to a classifier's input size. */
export const facePreparation = {
  reads,
  ignores: ({ align }: Parameters) =>
    align === "landmarks" ? ["margin", "resize", "fit"] as const : [],
  boxOf: (found: Box, { boxScale }: Parameters) => frameBox(found, boxScale),
  rectangleOf(box: Box, parameters: Parameters & { readonly frame: FrameSize }) {
    const { align, frame } = parameters;
    if (align === "landmarks") return { top: 0, bottom: frame.height, left: 0, right: frame.width };
    const rectangle = parameters.fit === "square" ? squareRectangle : cropRectangle;
    return rectangle(box, parameters.margin, frame);
  },
  open() {
    const crop = facePreparations();
    return (
      frame: RgbImage,
      rectangle: CropRectangle,
      options: Parameters & PreparationFacts,
    ) => options.align === "landmarks" ? aligned(frame, options) : crop(frame, rectangle, options);
  },
} satisfies FacePreparation;

type FrameSize = Pick<RgbImage, "width" | "height">;

/** Aligns a face whose landmarks are scaled to the frame as its box is. */
function aligned(
  frame: RgbImage,
  { boxScale, size, landmarks, template }: Parameters & PreparationFacts,
): RgbImage | null {
  if (landmarks === null || template === null) throw withoutLandmarks();
  const inFrame = landmarks.map(([x, y]): Point => [x * boxScale, y * boxScale]);
  return alignFace(frame, inFrame, { size, template });
}

/** Configs are checked for this before any video is opened. */
function withoutLandmarks(): Error {
  return toolError("INTERNAL", {
    what: "a face is to be aligned without landmarks or without a template",
    remedy: "Set align to none",
  });
}
