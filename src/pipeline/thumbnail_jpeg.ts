import type { RgbImage } from "../domain/frame.ts";
import { MOST_THUMBNAIL_BYTES } from "../domain/thumbnail.ts";
import { resizeArea } from "../numeric/area_resize.ts";
import { encodeJpeg } from "../numeric/encode_jpeg.ts";
import {
  blackImage,
  copyWindow,
  type RgbPixels,
  type RgbWindow,
  wholeWindow,
  windowOf,
} from "../numeric/rgb_window.ts";

/**
 * How small and how coarse, from the best on: the first that fits is taken. Ordinary faces fit at once or
 * nearly so; noise, the worst there is, must become small. The last fits whatever the pixels are: it has at
 * most nine blocks.
 */
const ATTEMPTS = [
  { shortSide: 96, quality: 60 },
  { shortSide: 96, quality: 40 },
  { shortSide: 96, quality: 20 },
  { shortSide: 64, quality: 20 },
  { shortSide: 32, quality: 20 },
  { shortSide: 8, quality: 1 },
] as const;

/** Longer side in shorter sides; what is thinner is squeezed, so that its bytes stay bounded. */
const MOST_ASPECT = 3;

/**
 * A prepared face as a small JPEG file, without the black padding around it.
 * @returns at most MOST_THUMBNAIL_BYTES
 */
export function thumbnailJpeg(face: RgbImage): Uint8Array<ArrayBuffer> {
  const content = withoutPadding(face);
  for (const { shortSide, quality } of ATTEMPTS) {
    const jpeg = encodeJpeg(reduced(content, shortSide), quality);
    if (jpeg.byteLength <= MOST_THUMBNAIL_BYTES) return jpeg;
  }
  throw new RangeError("a thumbnail of 8 pixels takes too many bytes");
}

/** The smallest part that holds all that is not black; all of a picture that is black. */
function withoutPadding(face: RgbImage): RgbWindow {
  const { width, height, data } = face;
  let top = height, bottom = 0, left = width, right = 0;
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      if (data[at] === 0 && data[at + 1] === 0 && data[at + 2] === 0) continue;
      if (top === height) top = y;
      bottom = y + 1;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
    }
  }
  return bottom === 0 ? wholeWindow(face) : windowOf(face, { top, bottom, left, right });
}

/** The picture with its shorter side brought to `shortSide`, unless it is smaller. */
function reduced(content: RgbWindow, shortSide: number): RgbPixels {
  const scale = Math.min(1, shortSide / Math.min(content.width, content.height));
  const longest = shortSide * MOST_ASPECT;
  const side = (length: number) => Math.min(longest, Math.max(1, Math.round(length * scale)));
  const target = blackImage(side(content.width), side(content.height));
  const copy = scale === 1 && target.width === content.width && target.height === content.height;
  (copy ? copyWindow : resizeArea)(content, wholeWindow(target));
  return target;
}
