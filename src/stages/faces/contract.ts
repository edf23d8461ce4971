import type { Box, CropRectangle, DetectedFace } from "../../records/face.ts";
import type { RgbImage } from "../../records/frame.ts";
import type { Provider } from "../../records/provider.ts";
import type { ParameterName, PartParameters } from "../parameters.ts";
import type { LoadingPart, Part } from "../part.ts";

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

/** Where a face detector finds its files and how its networks run. */
export interface FaceDetectorContext {
  /**
   * Absolute path of a file that the part declares in `files`.
   * @throws AssayError INTERNAL for another file
   */
  pathOf(file: string): string;
  /** Where networks run. A part without files has none: reading this throws. */
  readonly provider: Provider;
  /** Threads of each network's session. A part without files has none: reading this throws. */
  readonly threads: number;
}

/** A way of finding faces: what it reads, which files it loads, and how it is opened. */
export interface FaceDetectorPart<Name extends ParameterName = ParameterName>
  extends LoadingPart<Name> {
  /** @throws AssayError when its networks are missing or broken, or the provider is not there. */
  open(
    parameters: Pick<PartParameters, Name>,
    context: FaceDetectorContext,
  ): Promise<FaceDetector>;
}

/**
 * A face detector that reads nothing but what it declares.
 * @example
 * ```ts
 * import { faceDetectorPart } from "./contract.ts";
 *
 * const middle = faceDetectorPart({
 *   reads: ["minFace"],
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

/** Brings frames to the size at which faces are searched. */
export interface DetectorInputs extends Part {
  /** Makes inputs one after another in the same memory: each is valid until the next is made. */
  open(): (frame: RgbImage, parameters: PartParameters) => RgbImage;
}

/** Cuts the faces that were found out of their frame and brings them to a classifier's size. */
export interface FacePreparation extends Part {
  /** Where a face is in its frame, in whole pixels, before any margin. */
  boxOf(found: Box, parameters: PartParameters): Box;
  /** What is cut out: the box with its margin, inside the frame. */
  rectangleOf(
    box: Box,
    options: PartParameters & {
      readonly frame: { readonly width: number; readonly height: number };
    },
  ): CropRectangle;
  /** Prepares one face after another; each is an image of its own. `null`: the crop is empty. */
  open(): PreparedBy<PartParameters>;
}

/** Makes a face of `size` × `size` pixels out of the part of a frame inside a rectangle. */
export type PreparedBy<Parameters> = (
  frame: RgbImage,
  rectangle: CropRectangle,
  options: Parameters & { readonly size: number },
) => RgbImage | null;

/** Decides which of the faces found are scored. Pure. */
export interface FaceLimits extends Part {
  rules(parameters: PartParameters): FaceRules;
}

export interface FaceRules {
  /** Whether a frame without a face makes the whole video one without. */
  readonly abortsWithoutFace: boolean;
  /** Most faces of a video that are scored, in frame order; `Infinity` when there is no limit. */
  readonly limit: number;
}
