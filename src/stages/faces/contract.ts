import type {
  Box,
  CropRectangle,
  DetectedFace,
  LandmarkTemplate,
  Point,
} from "../../records/face.ts";
import type { RgbImage } from "../../records/frame.ts";
import type { Provider } from "../../records/provider.ts";
import type { ParameterName, PartParameters } from "../parameters.ts";
import type { LoadingPart, Part } from "../part.ts";

/** Finds faces. Not reentrant: one call at a time per instance. */
export interface FaceDetector {
  /**
   * Finds the faces of an image.
   * @param image frame at the face detector's scale
   * @returns boxes in pixels of `image`, largest first; empty without faces, or if the image is too small
   */
  detect(image: RgbImage): Promise<readonly DetectedFace[]>;
  /** Frees the networks; the instance cannot be used afterwards. */
  release(): Promise<void>;
}

/** Files and session settings of a face detector. */
export interface FaceDetectorContext {
  /**
   * Gets the absolute path of a file that the part declares in `files`.
   * @throws AssayError INTERNAL for another file
   */
  pathOf(file: string): string;
  /** Provider that networks run on. Throws for a part without files. */
  readonly provider: Provider;
  /** Threads of each network's session. Throws for a part without files. */
  readonly threads: number;
}

/** A face detector as a part: the parameters that it reads, the files that it loads, and how it is opened. */
export interface FaceDetectorPart<Name extends ParameterName = ParameterName>
  extends LoadingPart<Name> {
  /** Whether its faces have landmarks. */
  readonly landmarks: boolean;
  /** Opens the face detector. @throws AssayError when a network is missing or broken, or the provider unavailable */
  open(
    parameters: Pick<PartParameters, Name>,
    context: FaceDetectorContext,
  ): Promise<FaceDetector>;
}

/**
 * Declares a face detector. It can read only the parameters in `reads`.
 * @example
 * ```ts
 * import { faceDetectorPart } from "./contract.ts";
 *
 * const middle = faceDetectorPart({
 *   reads: ["minFace"],
 *   landmarks: false,
 *   open: ({ minFace }) =>
 *     Promise.resolve({
 *       detect({ width, height }) {
 *         if (Math.min(width, height) < minFace) return Promise.resolve([]);
 *         const box = [width / 4, height / 4, 3 * width / 4, 3 * height / 4] as const;
 *         return Promise.resolve([{ box, probability: 1, landmarks: null }]);
 *       },
 *       release: () => Promise.resolve(),
 *     }),
 * });
 * console.log(middle.reads); // ["minFace"]
 * ```
 */
export function faceDetectorPart<const Name extends ParameterName = never>(
  part: FaceDetectorPart<Name>,
): FaceDetectorPart<Name> {
  return part;
}

/** Scales frames to the face detector's input size. */
export interface DetectorInputs extends Part {
  /** Makes a scaler that reuses its memory: each input is valid until the next call. */
  open(): (frame: RgbImage, parameters: PartParameters) => RgbImage;
}

/** Crops the faces found in a frame and scales them to a classifier's input size. */
export interface FacePreparation extends Part {
  /** Converts a face detector's box to whole pixels of the frame, without margin. */
  boxOf(found: Box, parameters: PartParameters): Box;
  /** Computes the crop rectangle: the box with its margin, inside the frame; the whole frame if faces are aligned. */
  rectangleOf(
    box: Box,
    options: PartParameters & {
      readonly frame: { readonly width: number; readonly height: number };
    },
  ): CropRectangle;
  /** Makes a function that prepares faces. Each result has its own memory; `null`: the crop is empty. */
  open(): PreparedBy<PartParameters>;
}

/** Facts that a face is prepared by, beside parameters. */
export interface PreparationFacts {
  /** Side of the prepared face, pixels. */
  readonly size: number;
  /** Landmarks of the face in pixels of the face detector's input; `null`: it finds none. */
  readonly landmarks: readonly Point[] | null;
  /** Places of the landmarks in an aligned face; `null`: faces are not aligned. */
  readonly template: LandmarkTemplate | null;
}

/** Crops a rectangle of a frame, or aligns its face, and makes a face of `size` × `size` pixels from it. */
export type PreparedBy<Parameters> = (
  frame: RgbImage,
  rectangle: CropRectangle,
  options: Parameters & PreparationFacts,
) => RgbImage | null;

/** Decides which of the faces found are scored. Pure: equal parameters give equal rules. */
export interface FaceLimits extends Part {
  rules(parameters: PartParameters): FaceRules;
}

export interface FaceRules {
  /** Whether a single frame without a face ends the video without a score. */
  readonly abortsWithoutFace: boolean;
  /** Most faces of a video that are scored, in frame order; `Infinity`: no limit. */
  readonly limit: number;
}
