/** `[x1, y1, x2, y2]` in pixels; may lie partly outside the image. */
export type Box = readonly [x1: number, y1: number, x2: number, y2: number];

/** `[x, y]` in pixels. */
export type Point = readonly [x: number, y: number];

/** A face in a frame, in pixels of the image that the face detector was given. Float32 values. */
export interface DetectedFace {
  readonly box: Box;
  /** The face detector's confidence, in [0, 1]. */
  readonly probability: number;
  /** Left eye, right eye, nose, left and right mouth corner as seen in the image; `null`: not searched for. */
  readonly landmarks: readonly Point[] | null;
}

/** Places of the five landmarks in an aligned face, in the order of `DetectedFace.landmarks`. */
export interface LandmarkTemplate {
  /** Side of the square that `points` are given in, in their unit; 1: they are fractions. */
  readonly side: number;
  readonly points: readonly Point[];
}

/** Rows and columns of a frame, half-open; empty when a side is 0. */
export interface CropRectangle {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}
