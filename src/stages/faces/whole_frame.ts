import { type FaceDetector, faceDetectorPart } from "./contract.ts";

/** Takes every frame for one face: for data that is cropped already, and to see what face detection is worth. */
export function wholeFrame(): FaceDetector {
  return {
    detect({ width, height }) {
      if (width === 0 || height === 0) return Promise.resolve([]);
      return Promise.resolve([{ box: [0, 0, width, height], probability: 1, landmarks: null }]);
    },
    release: () => Promise.resolve(),
  };
}

/** The whole frame as a face detector: it reads nothing and loads nothing. */
export const wholeFramePart = faceDetectorPart({
  reads: [],
  open: () => Promise.resolve(wholeFrame()),
});
