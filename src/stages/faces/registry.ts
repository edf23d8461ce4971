import type { PartParameters } from "../parameters.ts";
import type { FaceDetectorPart } from "./contract.ts";
import { mtcnnPart } from "./mtcnn.ts";
import { wholeFramePart } from "./whole_frame.ts";

/** Face detectors by their name in the config: the values of `faceDetector`. */
export const faceDetectors = {
  mtcnn: mtcnnPart,
  whole_frame: wholeFramePart,
} as const satisfies Readonly<Record<string, FaceDetectorPart>>;

export type FaceDetectorName = keyof typeof faceDetectors;

type Own<Detector> = Detector extends FaceDetectorPart<infer Name> ? Pick<PartParameters, Name>
  : never;

/** Parameters that decide the faces found in a frame: a face detector's name and its own parameters. */
export type DetectionParameters = {
  readonly [Name in FaceDetectorName]:
    & { readonly faceDetector: Name }
    & Pick<PartParameters, "detectorScale">
    & Own<(typeof faceDetectors)[Name]>;
}[FaceDetectorName];
