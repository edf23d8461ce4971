import { type FaceDetector, faceDetectorPart } from "./contract.ts";

/** Makes a face detector that takes every frame as one face, for cropped videos or as a control. */
export function wholeFrame(): FaceDetector {
  return {
    detect({ width, height }) {
      if (width === 0 || height === 0) return Promise.resolve([]);
      return Promise.resolve([{ box: [0, 0, width, height], probability: 1, landmarks: null }]);
    },
    release: () => Promise.resolve(),
  };
}

/** The whole frame as a face detector, without parameters or files. */
export const wholeFramePart = faceDetectorPart({
  reads: [],
  landmarks: false,
  open: () => Promise.resolve(wholeFrame()),
});
