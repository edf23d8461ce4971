import type { SimilarityTransform } from "../images/similarity_transform.ts";
import { blackImage, type RgbPixels } from "../images/rgb_window.ts";

/** Fixed point of OpenCV's coordinates, and places between two pixels that it distinguishes. */
const FIXED = 1024, PLACES = 32;

/** Half of one place, so that dropping bits rounds. */
const HALF_PLACE = FIXED / PLACES / 2;

/**
 * Warps an image to a square of `side` pixels, which shows `image` moved by `transform`, black outside of it. Like
 * OpenCV's `warpAffine` with `INTER_LINEAR` and a black border on 8-bit images: places are rounded to 1/32 pixel, a
 * pixel's centre has integer coordinates. Source: OpenCV 4.6 `modules/imgproc/src/imgwarp.cpp`.
 * @throws RangeError when the transform's scale is 0
 */
export function warpSimilarity(
  image: RgbPixels,
  transform: SimilarityTransform,
  { side }: { readonly side: number },
): RgbPixels {
  const { a, b, shiftX, shiftY } = inverted(transform);
  const square = blackImage(side, side);
  for (let y = 0, to = 0; y < side; y++) {
    const rowX = roundToEven((-b * y + shiftX) * FIXED) + HALF_PLACE;
    const rowY = roundToEven((a * y + shiftY) * FIXED) + HALF_PLACE;
    for (let x = 0; x < side; x++, to += 3) {
      const placeX = Math.floor((rowX + roundToEven(a * x * FIXED)) * PLACES / FIXED);
      const placeY = Math.floor((rowY + roundToEven(b * x * FIXED)) * PLACES / FIXED);
      mixPixels(image, square.data, { placeX, placeY, to });
    }
  }
  return square;
}

/** Inverts a transform with the operations and the order of OpenCV's. */
function inverted({ a, b, shiftX, shiftY }: SimilarityTransform): SimilarityTransform {
  const determinant = a * a + b * b;
  if (!(determinant > 0)) throw new RangeError("a similarity of scale 0 has no inverse");
  const inverse = 1 / determinant;
  const cosine = a * inverse, sine = -b * inverse;
  return {
    a: cosine,
    b: sine,
    shiftX: -cosine * shiftX + sine * shiftY,
    shiftY: -sine * shiftX - cosine * shiftY,
  };
}

/** Mixes the four pixels around a place, given in 1/32 pixel; those outside the image are black. */
function mixPixels(
  { width, height, data }: RgbPixels,
  out: Uint8Array,
  { placeX, placeY, to }: { placeX: number; placeY: number; to: number },
): void {
  const column = Math.floor(placeX / PLACES), row = Math.floor(placeY / PLACES);
  if (column < -1 || row < -1 || column >= width || row >= height) return;
  const right = placeX - column * PLACES, down = placeY - row * PLACES;
  let red = 0, green = 0, blue = 0;
  for (let j = 0; j < 2; j++) {
    for (let i = 0; i < 2; i++) {
      const x = column + i, y = row + j;
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const weight = (i ? right : PLACES - right) * (j ? down : PLACES - down);
      const at = (y * width + x) * 3;
      red += weight * data[at]!;
      green += weight * data[at + 1]!;
      blue += weight * data[at + 2]!;
    }
  }
  const half = PLACES * PLACES / 2;
  out[to] = (red + half) / (PLACES * PLACES);
  out[to + 1] = (green + half) / (PLACES * PLACES);
  out[to + 2] = (blue + half) / (PLACES * PLACES);
}

/** Rounds to the nearest integer, ties to even. For values within ±2⁵⁰. */
function roundToEven(value: number): number {
  return value + 1.5 * 2 ** 52 - 1.5 * 2 ** 52;
}
