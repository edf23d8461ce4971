import type { RgbImage } from "../records/frame.ts";
import type { DatasetVideo } from "../records/video.ts";
import type { FaceDetector } from "../stages/faces/contract.ts";
import { cropRectangle, frameBox } from "../stages/faces/crop.ts";
import { detectorInputs } from "../stages/faces/detector_input.ts";
import { facePreparations } from "../stages/faces/preparation.ts";
import { FACE_DETECTOR_PARTS } from "../stages/faces/registry.ts";
import { decodeFrames } from "../platform/ffmpeg/frame_stream.ts";
import { probeVideo } from "../platform/ffmpeg/video_probe.ts";

/** Face detection and preparation of the reference pipeline, in which the classifier will be used. */
const REFERENCE = {
  detection: {
    faceDetector: "mtcnn",
    detectorScale: 0.5,
    minFace: 20,
    pyramidFactor: 0.709,
    detectionThresholds: [0.7, 0.8, 0.8],
  },
  boxScale: 2,
  margin: 1 / 3,
  resize: "area_down_cubic_up",
} as const;

/** Opens the face detector for `preparedFaces`; the caller releases it. */
export function openReferenceDetector(mtcnnFolder: string): Promise<FaceDetector> {
  const resources = { mtcnnFolder, provider: "cpu", threads: 1 } as const;
  return FACE_DETECTOR_PARTS.mtcnn.open(REFERENCE.detection, resources);
}

/**
 * Yields the prepared faces of a video, in frame order.
 * @param options `size`: side of a face, pixels; `step`: every `step`-th frame is used
 * @throws AssayError for a video that cannot be probed or decoded
 */
export async function* preparedFaces(
  video: DatasetVideo,
  options: { readonly detector: FaceDetector; readonly size: number; readonly step: number },
): AsyncGenerator<RgbImage> {
  const { detector, size, step } = options;
  const detectorInput = detectorInputs(), prepareFace = facePreparations();
  const metadata = await probeVideo(video.path);
  const count = Math.ceil(metadata.frameCount / step);
  const positions = Array.from({ length: count }, (_, i) => i * step);
  for await (const { image } of decodeFrames(video.path, metadata, { positions })) {
    const input = detectorInput(image, REFERENCE.detection.detectorScale);
    for (const { box } of await detector.detect(input)) {
      const rectangle = cropRectangle(frameBox(box, REFERENCE.boxScale), REFERENCE.margin, image);
      const face = prepareFace(image, rectangle, { size, resize: REFERENCE.resize });
      if (face !== null) yield face;
    }
  }
}
