import type { Point } from "../records/face.ts";
import type { RgbImage } from "../records/frame.ts";
import { type Kernel, type RgbSamples, sampleRgb } from "../base/numeric/images/point_sampling.ts";
import {
  inverseSimilarity,
  type SimilarityTransform,
  transformPoint,
} from "../base/numeric/images/similarity_transform.ts";
import { facePose } from "./face_geometry.ts";
import { largest, smallest } from "../base/numeric/extremes.ts";

/** Settings for cutting a face out of one frame and blending it into another. */
export interface BlendSettings {
  /**
   * Pixels between the eyes of the intermediate aligned face, as a face-swapping network would output: fewer
   * than in the target make the face soft.
   */
  readonly resolution: number;
  /** Interpolation, both from the donor frame and into the target frame. */
  readonly kernel: Kernel;
  /** Levels added to red, green and blue after matching the target's mean colour. */
  readonly colourShift: readonly [number, number, number];
  /** Contrast relative to the mean colour; 1 keeps it. */
  readonly contrast: number;
  readonly mask: FaceMask;
}

/** A frame and the five landmarks of the face in it, in its pixels. */
export interface FaceFrame {
  readonly image: RgbImage;
  readonly landmarks: readonly Point[];
}

/** Colours are matched above this height, in face units: an open mouth would tint the whole face. */
const ABOVE_MOUTH = 0.8;

/**
 * Blends the donor's face into `target` in place of its own, as a face swap would: aligned, resampled,
 * colour-shifted, and mixed in through a feathered mask. The self-blended image of Shiohara and Yamasaki,
 * "Detecting Deepfakes with Self-Blended Images" (CVPR 2022), with the donor from another moment.
 */
export function selfBlend(donor: FaceFrame, target: FaceFrame, settings: BlendSettings): RgbImage {
  const aligned = alignedFace(donor, settings);
  const region = maskedRegion(target, settings);
  const colours = sampleRgb(aligned, region.places, settings.kernel);
  return withRegion(target.image, { ...region, colours }, settings);
}

/** Aligns the donor's face within the mask's bounds: the first pixel is the mask's top left corner. */
function alignedFace(donor: FaceFrame, { mask, resolution, kernel }: BlendSettings): RgbSamples {
  const [left, top, right, bottom] = maskBounds(mask), pose = facePose(donor.landmarks);
  const width = Math.ceil((right - left) * resolution) + 1;
  const height = Math.ceil((bottom - top) * resolution) + 1;
  const places = new Float32Array(width * height * 2);
  for (let row = 0, i = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = left + column / resolution, y = top + row / resolution;
      places[i++] = pose.a * x - pose.b * y + pose.shiftX;
      places[i++] = pose.b * x + pose.a * y + pose.shiftY;
    }
  }
  return { width, height, data: sampleRgb(donor.image, places, kernel) };
}

/** The pixels of the target that change. */
interface MaskedRegion {
  /** Index of each pixel in the target. */
  readonly pixels: readonly number[];
  /** Weight of the new face at each pixel, in (0, 1]. */
  readonly weights: readonly number[];
  /** Each pixel's x and y in the aligned face. */
  readonly places: Float32Array;
  /** Whether the pixel counts when colours are matched. */
  readonly matched: readonly boolean[];
}

function maskedRegion(target: FaceFrame, { mask, resolution }: BlendSettings): MaskedRegion {
  const pose = facePose(target.landmarks), back = inverseSimilarity(pose);
  const { top, bottom, left, right } = boundsInImage(mask, pose, target.image);
  const [originX, originY] = maskBounds(mask);
  const pixels: number[] = [], weights: number[] = [], places: number[] = [];
  const matched: boolean[] = [];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const x = back.a * column - back.b * row + back.shiftX;
      const y = back.b * column + back.a * row + back.shiftY;
      const weight = maskWeight(mask, x, y);
      if (weight === 0) continue;
      pixels.push(row * target.image.width + column);
      weights.push(weight);
      matched.push(y < ABOVE_MOUTH);
      places.push((x - originX) * resolution, (y - originY) * resolution);
    }
  }
  return { pixels, weights, places: Float32Array.from(places), matched };
}

type ColouredRegion = MaskedRegion & {
  /** Red, green and blue of the new face at each pixel. */
  readonly colours: Float32Array;
};

/** Copies `image` with the region's colours, matched in mean and shifted, mixed in by weight. */
function withRegion(image: RgbImage, region: ColouredRegion, settings: BlendSettings): RgbImage {
  const data = image.data.slice();
  for (let channel = 0; channel < 3; channel++) {
    const means = weightedMeans(image, region, channel);
    const level = means.target + settings.colourShift[channel]!;
    for (let i = 0; i < region.pixels.length; i++) {
      const at = region.pixels[i]! * 3 + channel;
      const value = level + settings.contrast * (region.colours[3 * i + channel]! - means.donor);
      const mixed = data[at]! + region.weights[i]! * (value - data[at]!);
      data[at] = Math.max(0, Math.min(255, Math.round(mixed)));
    }
  }
  return { width: image.width, height: image.height, data };
}

function weightedMeans(image: RgbImage, region: ColouredRegion, channel: number) {
  let donor = 0, target = 0, total = 0;
  for (let i = 0; i < region.pixels.length; i++) {
    if (!region.matched[i]) continue;
    donor += region.weights[i]! * region.colours[3 * i + channel]!;
    target += region.weights[i]! * image.data[region.pixels[i]! * 3 + channel]!;
    total += region.weights[i]!;
  }
  return { donor: donor / total, target: target / total };
}

/** Computes the rows and columns (inclusive) that contain the part of the mask inside the image. */
function boundsInImage(mask: FaceMask, pose: SimilarityTransform, image: RgbImage) {
  const [left, top, right, bottom] = maskBounds(mask);
  const corners = [[left, top], [right, top], [left, bottom], [right, bottom]] as const;
  const points = corners.map((corner) => transformPoint(pose, corner));
  const xs = points.map(([x]) => x), ys = points.map(([, y]) => y);
  return {
    left: Math.max(0, Math.floor(smallest(xs))),
    right: Math.min(image.width - 1, Math.ceil(largest(xs))),
    top: Math.max(0, Math.floor(smallest(ys))),
    bottom: Math.min(image.height - 1, Math.ceil(largest(ys))),
  };
}

/** A convex, egg-shaped region of a face with a soft border; lengths in face units. */
interface FaceMask {
  /** Height of the centre below the eyes. */
  readonly centreY: number;
  /** Half width at the centre. */
  readonly halfWidth: number;
  readonly halfHeight: number;
  /** Narrowing towards the chin, 0 … 0.4 of the half width. */
  readonly taper: number;
  /** Width of the soft border inside the outline, as a fraction of the radius in (0, 1]. */
  readonly feather: number;
}

/** Computes the opacity of the blended-in face at `(x, y)`, 0 … 1; smooth, 0 outside the outline. */
export function maskWeight(mask: FaceMask, x: number, y: number): number {
  const vertical = (y - mask.centreY) / mask.halfHeight;
  const horizontal = x / (mask.halfWidth * (1 - mask.taper * Math.max(-1, Math.min(1, vertical))));
  const radius = Math.sqrt(horizontal * horizontal + vertical * vertical);
  const depth = Math.max(0, Math.min(1, (1 - radius) / mask.feather));
  return depth * depth * (3 - 2 * depth);
}

/** Returns `[left, top, right, bottom]` in face units, outside which the mask is 0. */
export function maskBounds(mask: FaceMask): readonly [number, number, number, number] {
  const halfWidth = mask.halfWidth * (1 + mask.taper);
  return [-halfWidth, mask.centreY - mask.halfHeight, halfWidth, mask.centreY + mask.halfHeight];
}
