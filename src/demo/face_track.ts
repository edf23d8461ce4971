import type { Point } from "../records/face.ts";
import { fillGaps, smoothSeries } from "./temporal_smoothing.ts";
import { fitSimilarity, similarityResidual } from "../base/numeric/images/similarity_transform.ts";

/** Five landmarks for every frame of a clip, in pixels of the frame. */
export type FaceTrack = readonly (readonly Point[])[];

/** Landmarks are rounded to 1/64 pixel, so that another build's last float bits seldom change the images. */
const STEPS_PER_PIXEL = 64;

/**
 * Smooths the detected landmarks and fills gaps: frames without a face are interpolated linearly.
 * @param found five landmarks per frame, `null` where no face was found
 * @param sigma of the Gaussian over time, in frames
 * @throws RangeError when no frame has a face
 */
export function steadyTrack(found: readonly (readonly Point[] | null)[], sigma: number): FaceTrack {
  const smoothed = (landmark: number, axis: 0 | 1) =>
    smoothSeries(fillGaps(Float64Array.from(found, (f) => f ? f[landmark]![axis] : NaN)), sigma);
  const series = [0, 1, 2, 3, 4].map((landmark) =>
    [smoothed(landmark, 0), smoothed(landmark, 1)] as const
  );
  return found.map((_, frame) =>
    series.map(([x, y]): Point => [rounded(x[frame]!), rounded(y[frame]!)])
  );
}

/**
 * Measures how badly the face of `donor` fits `target`: the mean distance after the best similarity transform,
 * in pixels of the target. Small when both heads have the same pose.
 */
export function trackMisfit(donor: FaceTrack, target: FaceTrack): number {
  const frames = Math.min(donor.length, target.length);
  let sum = 0;
  for (let i = 0; i < frames; i++) {
    sum += similarityResidual(fitSimilarity(donor[i]!, target[i]!), donor[i]!, target[i]!);
  }
  return sum / frames;
}

function rounded(pixels: number): number {
  return Math.round(pixels * STEPS_PER_PIXEL) / STEPS_PER_PIXEL;
}
