import type { LandmarkTemplate, Point } from "../../records/face.ts";
import type { RgbImage } from "../../records/frame.ts";
import { fitSimilarity, similarityScale } from "../../base/numeric/images/similarity_transform.ts";
import { warpSimilarity } from "../../base/numeric/opencv/warp_similarity.ts";

/** Settings of an aligned face. */
export interface AlignmentOptions {
  /** Side of the square, pixels. */
  readonly size: number;
  readonly template: LandmarkTemplate;
}

/**
 * Aligns a face: turns, scales and moves the frame by the similarity that brings the landmarks to the template with
 * least squared error (Umeyama's, in float64), and takes a square of `size` pixels, black outside the frame. As
 * `img_align_crop` of `SCLBD/DeepfakeBench`, whose landmarks are dlib's.
 * @param landmarks in pixels of the frame
 * @returns `null` when the landmarks fit no similarity: all in one place, or none of their spread is the template's
 */
export function alignFace(
  frame: RgbImage,
  landmarks: readonly Point[],
  { size, template }: AlignmentOptions,
): RgbImage | null {
  const scale = size / template.side;
  const places = template.points.map(([x, y]): Point => [x * scale, y * scale]);
  const [first] = landmarks;
  if (landmarks.every(([x, y]) => x === first![0] && y === first![1])) return null;
  const transform = fitSimilarity(landmarks, places);
  if (!(similarityScale(transform) ** 2 > 0)) return null;
  return warpSimilarity(frame, transform, { side: size });
}
