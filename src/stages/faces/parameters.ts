import { z } from "zod";

export const FACE_DETECTORS = ["mtcnn", "whole_frame"] as const;
export type FaceDetectorName = (typeof FACE_DETECTORS)[number];

export const RESIZE_RULES = ["area_down_cubic_up", "cubic_down_area_up"] as const;
export type ResizeRule = (typeof RESIZE_RULES)[number];

/** What decides the faces that are found in a frame. */
export interface DetectionParameters {
  readonly faceDetector: FaceDetectorName;
  /** The frame is shrunk by this before faces are searched: 0.5 or 1. */
  readonly detectorScale: 0.5 | 1;
  /** Smallest face searched for, in pixels of the face detector's input. */
  readonly minFace: number;
  /** Ratio of one pyramid level to the one before, in (0, 1). */
  readonly pyramidFactor: number;
  /** Score thresholds of P-, R- and O-Net, each in (0, 1). */
  readonly detectionThresholds: readonly [number, number, number];
}

/** What decides the pixels that a classifier is given, apart from its own size. */
export interface CropParameters {
  /** Factor from the face detector's pixels to the frame's; `inverse` is 1 / detectorScale. */
  readonly boxScale: number | "inverse";
  /** Fraction of the box added on every side; the number of pixels is rounded down. */
  readonly margin: number;
  readonly resize: ResizeRule;
}

/** What decides which of the faces found are scored. */
export interface FaceLimitParameters {
  /** A frame without a face: go on, or give the whole video up. */
  readonly noFace: "skip" | "abort";
  /** At most so many faces of a video, in frame order. `4n-1` with n the frames asked for. */
  readonly maxFaces: "4n-1" | "none" | number;
}

export const detectionParameters = {
  faceDetector: z.enum(FACE_DETECTORS).describe("what finds the faces"),
  detectorScale: z.union([z.literal(0.5), z.literal(1)]).describe(
    "size of the face detector's input, relative to the frame",
  ),
  minFace: z.number().min(1).max(10000).describe("smallest face searched for, pixels"),
  pyramidFactor: z.number().gt(0).lt(1).describe("ratio between pyramid levels"),
  detectionThresholds: z.tuple([
    z.number().gt(0).lt(1),
    z.number().gt(0).lt(1),
    z.number().gt(0).lt(1),
  ]).describe("score thresholds of P-, R- and O-Net"),
};

export const cropParameters = {
  boxScale: z.union([z.number().gt(0), z.literal("inverse")]).describe(
    'boxes are multiplied by this; "inverse" of detectorScale',
  ),
  margin: z.number().min(0).max(10).describe("fraction of the box added on every side"),
  resize: z.enum(RESIZE_RULES).describe("interpolation when shrinking and when enlarging"),
};

export const faceLimitParameters = {
  noFace: z.enum(["skip", "abort"]).describe("a frame without a face: skip it, or give up at 0.5"),
  maxFaces: z.union([z.literal("4n-1"), z.literal("none"), z.int().min(1)]).describe(
    "most faces scored per video",
  ),
};
