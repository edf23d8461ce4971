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
 * How small and how coarse, from the best on: the first that fits is taken. Ordinary faces fit at once or
 * nearly so; noise, the worst there is, must become small. The last fits whatever the pixels are: it has at
 * most nine blocks.
 */
const ATTEMPTS = [
  { shortSide: 96, qualities: [60, 40, 20] },
  { shortSide: 64, qualities: [20] },
  { shortSide: 32, qualities: [20] },
  { shortSide: 8, qualities: [1] },
] as const;

/** Longer side in shorter sides; what is thinner is squeezed, so that its bytes stay bounded. */
const MOST_ASPECT = 3;

/** What makes thumbnails from pixels, in memory that each uses again. */
export interface ThumbnailTools {
  readonly resize: Resize;
  readonly encoder: JpegEncoder;
}

export function thumbnailTools(): ThumbnailTools {
  return { resize: areaResizes(), encoder: jpegEncoder() };
}

/**
 * A prepared face as a small JPEG file, without the black padding around it.
 * @returns at most MOST_THUMBNAIL_BYTES
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

/** The smallest part that holds all that is not black; all of a picture that is black. Looks at the padding alone. */
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

/** Whether any of some pixels is not black. */
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

/** The picture with its shorter side brought to `shortSide`, unless it is smaller. */
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
