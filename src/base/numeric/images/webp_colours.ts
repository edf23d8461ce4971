import type { RgbPixels } from "./rgb_window.ts";

/** Rows of U and V that lie above and below a row of the picture, and which of the two is nearer. */
interface ChromaRows {
  readonly near: number;
  readonly far: number;
}

/**
 * Converts a decoded lossy WebP picture to RGB as libwebp does by default, which OpenCV uses: colours enlarged by weights
 * of 9, 3, 3 and 1 sixteenths, then converted in numbers of 14 bits (`upsampling.c`, `yuv.h`).
 * @param planes Y, then U and V at half the size (rounded up), row by row without padding
 */
export function webpColours(
  planes: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
): RgbPixels {
  const across = (width + 1) >> 1, down = (height + 1) >> 1;
  const u = planes.subarray(width * height, width * height + across * down);
  const v = planes.subarray(width * height + across * down);
  const data = new Uint8Array(width * height * 3);
  const us = new Uint8Array(2 * across + 2), vs = new Uint8Array(2 * across + 2);
  for (let y = 0, at = 0; y < height; y++) {
    const rows = chromaRows(y, { height, across });
    enlarge(u, rows, { width, target: us });
    enlarge(v, rows, { width, target: vs });
    for (let x = 0; x < width; x++, at += 3) {
      const luma = (planes[y * width + x]! * 19077) >> 8;
      const cb = us[x]!, cr = vs[x]!;
      data[at] = clamped(luma + ((cr * 26149) >> 8) - 14234);
      data[at + 1] = clamped(luma - ((cb * 6419) >> 8) - ((cr * 13320) >> 8) + 8708);
      data[at + 2] = clamped(luma + ((cb * 33050) >> 8) - 17685);
    }
  }
  return { width, height, data };
}

/** Where the rows begin. */
function chromaRows(
  y: number,
  { height, across }: { readonly height: number; readonly across: number },
): ChromaRows {
  const near = y >> 1;
  const far = y % 2 === 0 ? Math.max(0, near - 1) : y + 1 < height ? near + 1 : near;
  return { near: near * across, far: far * across };
}

function enlarge(
  plane: Uint8Array,
  { near, far }: ChromaRows,
  { width, target }: { readonly width: number; readonly target: Uint8Array },
): void {
  let before = plane[near]!, farBefore = plane[far]!;
  target[0] = (3 * before + farBefore + 2) >> 2;
  const pairs = (width - 1) >> 1;
  for (let x = 1; x <= pairs; x++) {
    const here = plane[near + x]!, farHere = plane[far + x]!;
    const sum = before + here + farBefore + farHere + 8;
    const one = (sum + 2 * (here + farBefore)) >> 3, other = (sum + 2 * (before + farHere)) >> 3;
    target[2 * x - 1] = (one + before) >> 1;
    target[2 * x] = (other + here) >> 1;
    before = here;
    farBefore = farHere;
  }
  if (width % 2 === 0) target[width - 1] = (3 * before + farBefore + 2) >> 2;
}

/** Drops 6 bits behind the point, and what is out of range. */
function clamped(value: number): number {
  return value < 0 ? 0 : value > 16383 ? 255 : value >> 6;
}
