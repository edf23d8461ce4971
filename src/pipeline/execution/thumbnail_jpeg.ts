import type { RgbImage } from "../../records/frame.ts";
import { MOST_THUMBNAIL_BYTES } from "../../records/thumbnail.ts";
import { areaResizes } from "../../base/numeric/opencv/area_resize.ts";
import { type JpegEncoder, jpegEncoder } from "../../base/numeric/jpeg/encode_jpeg.ts";
import {
  blackImage,
  copyWindow,
  type Resize,
  type RgbPixels,
  type RgbWindow,
  wholeWindow,
  windowOf,
} from "../../base/numeric/images/rgb_window.ts";

/**
 * Sizes and JPEG qualities to try, best first, until the file is small enough. Ordinary faces fit at the first or
 * second attempt; noise needs the smallest. The last attempt fits for any pixels, with at most nine blocks.
 */
const ATTEMPTS = [
  { shortSide: 96, qualities: [60, 40, 20] },
  { shortSide: 64, qualities: [20] },
  { shortSide: 32, qualities: [20] },
  { shortSide: 8, qualities: [1] },
] as const;

/** Largest aspect ratio; thinner images are squeezed, so that the file size is bounded. */
const MOST_ASPECT = 3;

/** Resizer and encoder for thumbnails, which reuse their memory. */
export interface ThumbnailTools {
  readonly resize: Resize;
  readonly encoder: JpegEncoder;
}

export function thumbnailTools(): ThumbnailTools {
  return { resize: areaResizes(), encoder: jpegEncoder() };
}

/**
 * Encodes a prepared face as a small JPEG file, without the black padding around it.
 * @returns at most MOST_THUMBNAIL_BYTES bytes
 */
export function thumbnailJpeg(
  face: RgbImage,
  { resize, encoder }: ThumbnailTools,
): Uint8Array<ArrayBuffer> {
  const content = withoutPadding(face);
  for (const { shortSide, qualities } of ATTEMPTS) {
    encoder.setImage(reduced(content, { shortSide, resize }));
    for (const quality of qualities) {
      const jpeg = encoder.write({ quality, most: MOST_THUMBNAIL_BYTES });
      if (jpeg !== null) return jpeg;
    }
  }
  throw new RangeError("a thumbnail of 8 pixels takes too many bytes");
}

/** Finds the smallest window with all pixels that are not black; the whole image if all are. Reads only the padding. */
function withoutPadding(face: RgbImage): RgbWindow {
  const { width, height } = face;
  const row = (y: number) => hasContent(face, { first: y * width, step: 1, count: width });
  const column = (x: number) => hasContent(face, { first: x, step: width, count: height });
  let top = 0, bottom = height, left = 0, right = width;
  while (top < bottom && !row(top)) top++;
  if (top === bottom) return wholeWindow(face);
  while (!row(bottom - 1)) bottom--;
  while (!column(left)) left++;
  while (!column(right - 1)) right--;
  return windowOf(face, { top, bottom, left, right });
}

/** Tests whether any of the given pixels is not black. */
function hasContent(
  { data }: RgbImage,
  { first, step, count }: {
    readonly first: number;
    readonly step: number;
    readonly count: number;
  },
): boolean {
  for (let k = 0, at = first * 3; k < count; k++, at += step * 3) {
    if (data[at] !== 0 || data[at + 1] !== 0 || data[at + 2] !== 0) return true;
  }
  return false;
}

/** Scales the image down so that its shorter side is `shortSide`, unless it is already smaller. */
function reduced(
  content: RgbWindow,
  { shortSide, resize }: { readonly shortSide: number; readonly resize: Resize },
): RgbPixels {
  const scale = Math.min(1, shortSide / Math.min(content.width, content.height));
  const longest = shortSide * MOST_ASPECT;
  const side = (length: number) => Math.min(longest, Math.max(1, Math.round(length * scale)));
  const target = blackImage(side(content.width), side(content.height));
  const copy = scale === 1 && target.width === content.width && target.height === content.height;
  (copy ? copyWindow : resize)(content, wholeWindow(target));
  return target;
}
