import type { PartParameters } from "../parameters.ts";

/** Side of P-Net's window, pixels: a face of `minFace` pixels fills it at the largest level. */
const WINDOW = 12;

/** One level of the image pyramid. */
export interface PyramidLevel {
  /** Pixels of the level per pixel of the image. */
  readonly scale: number;
  /** Height in pixels. */
  readonly height: number;
  /** Width in pixels. */
  readonly width: number;
}

/**
 * Computes the levels of an image's pyramid, largest first; none when its short side is below `minFace`.
 * Float64, in facenet-pytorch's order of operations.
 */
export function pyramidLevels(
  image: { readonly width: number; readonly height: number },
  { minFace, pyramidFactor }: Pick<PartParameters, "minFace" | "pyramidFactor">,
): readonly PyramidLevel[] {
  const levels: PyramidLevel[] = [];
  let scale = WINDOW / minFace;
  let shortSide = Math.min(image.width, image.height) * scale;
  while (shortSide >= WINDOW) {
    levels.push({
      scale,
      height: Math.trunc(image.height * scale + 1),
      width: Math.trunc(image.width * scale + 1),
    });
    scale *= pyramidFactor;
    shortSide *= pyramidFactor;
  }
  return levels;
}
