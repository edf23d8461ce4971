import type { Point } from "../records/face.ts";
import {
  fitSimilarity,
  type SimilarityTransform,
} from "../base/numeric/images/similarity_transform.ts";

/**
 * Five landmarks of a frontal face in face units: the distance between the eyes is 1, the origin lies midway
 * between them, y points to the chin. In the face detector's order. Proportions of the alignment template that
 * is common in face recognition.
 */
export const FRONTAL_LANDMARKS: readonly Point[] = [
  [-0.5, 0],
  [0.5, 0],
  [0, 0.57],
  [-0.41, 1.155],
  [0.41, 1.155],
];

/** Fits the transform from face units to the pixels of `landmarks`, by least squares. */
export function facePose(landmarks: readonly Point[]): SimilarityTransform {
  return fitSimilarity(FRONTAL_LANDMARKS, landmarks);
}
