import type { DetectedFace } from "../../records/face.ts";
import type { RgbImage } from "../../records/frame.ts";

/** Finds faces. Not reentrant: one call at a time per instance. */
export interface FaceDetector {
  /**
   * Faces of `image`, in pixels of `image`, largest box first; empty when there are none (an image too small
   * to search has none). `image` is already at the face detector's scale.
   */
  detect(image: RgbImage): Promise<readonly DetectedFace[]>;
  /** Frees the networks; the instance cannot be used afterwards. */
  release(): Promise<void>;
}
