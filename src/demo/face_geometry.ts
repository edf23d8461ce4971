import type { Point } from "../records/face.ts";
import {
  fitSimilarity,
  type SimilarityTransform,
} from "../base/numeric/images/similarity_transform.ts";

/**
 * The five landmarks of a frontal face in face units: the distance between the eyes is 1, the origin lies
 * midway between them, y points to the chin. In the face detector's order. Proportions as in the
 * alignment template that face recognition commonly uses.
 */
export const FRONTAL_LANDMARKS: readonly Point[] = [
  [-0.5, 0],
  [0.5, 0],
  [0, 0.57],
  [-0.41, 1.155],
  [0.41, 1.155],
];

/** From face units to the pixels that `landmarks` are given in, by least squares. */
export function facePose(landmarks: readonly Point[]): SimilarityTransform {
  return fitSimilarity(FRONTAL_LANDMARKS, landmarks);
}
