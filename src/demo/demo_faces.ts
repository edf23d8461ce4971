import { PRESETS } from "../config/presets.ts";
import type { RgbImage } from "../records/frame.ts";
import type { DatasetVideo } from "../records/video.ts";
import type { FaceDetector } from "../stages/faces/contract.ts";
import { detectorInputPart } from "../stages/faces/detector_input.ts";
import { mtcnn } from "../stages/faces/mtcnn.ts";
import { openMtcnnNetworks } from "../stages/faces/mtcnn_networks.ts";
import { facePreparation } from "../stages/faces/preparation.ts";
import { decodeFrames } from "../platform/ffmpeg/frame_stream.ts";
import { probeVideo } from "../platform/ffmpeg/video_probe.ts";
import { PARAMETER_TABLE } from "../stages/parameters.ts";
import { parametersOf, usePart } from "../stages/part_use.ts";
import { resolvedParameters } from "../stages/resolved_parameters.ts";

/** Face detection and preparation of the reference pipeline, in which the classifier will be used. */
const REFERENCE = { ...PRESETS.reference };
const PREPARATION = usePart(
  "face preparation",
  facePreparation,
  resolvedParameters(REFERENCE, { table: PARAMETER_TABLE, provider: "cpu" }),
);

/** Opens the face detector for `preparedFaces`; the caller releases it. */
export async function openReferenceDetector(mtcnnFolder: string): Promise<FaceDetector> {
  const networks = await openMtcnnNetworks(mtcnnFolder, { provider: "cpu", threads: 1 });
  return mtcnn(networks, REFERENCE);
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
  const detectorInput = detectorInputPart.open(), prepareFace = facePreparation.open();
  const metadata = await probeVideo(video.source);
  const count = Math.ceil(metadata.frameCount / step);
  const positions = Array.from({ length: count }, (_, i) => i * step);
  for await (const { image } of decodeFrames(video.source, metadata, { positions })) {
    const facts = { frame: image, size, landmarks: null, template: null };
    const parameters = parametersOf(PREPARATION, facts);
    for (const { box: found } of await detector.detect(detectorInput(image, REFERENCE))) {
      const box = facePreparation.boxOf(found, parameters);
      const face = prepareFace(image, facePreparation.rectangleOf(box, parameters), parameters);
      if (face !== null) yield face;
    }
  }
}
