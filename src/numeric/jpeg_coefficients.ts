import { ZIGZAG } from "./jpeg_tables.ts";
import type { RgbPixels } from "./rgb_window.ts";

/** A picture as the cosine coefficients of its blocks of 8 × 8 values, before anything is lost. */
export interface JpegCoefficients {
  readonly width: number;
  readonly height: number;
  /**
   * 64 for each block, in zigzag order. For each square of 16 pixels, row by row: four blocks of Y, one of Cb,
   * one of Cr.
   */
  readonly values: Float32Array;
}

/** Blocks of a square of 16 pixels. */
export const BLOCKS_PER_SQUARE = 6;

/** One component of the picture. */
interface Plane {
  readonly width: number;
  readonly height: number;
  /** Row-major, 0 in the middle of the range. */
  readonly values: Float32Array;
}

/** Place k · 8 + x: the k-th basis function of the cosine transform of eight values at x, orthonormal. */
const COSINES = Float64Array.from({ length: 64 }, (_, i) => {
  const k = i >> 3, x = i & 7;
  return Math.cos(((2 * x + 1) * k * Math.PI) / 16) * (k === 0 ? Math.sqrt(1 / 8) : 0.5);
});

/** @param image not empty; colours are taken at half resolution. Source: ITU-T T.81, JFIF 1.01 for the colours. */
export function jpegCoefficients(image: RgbPixels): JpegCoefficients {
  const [y, cb, cr] = planes(image);
  const squares = (cb.width / 8) * (cb.height / 8);
  const values = new Float32Array(squares * BLOCKS_PER_SQUARE * 64);
  const block = new Float64Array(64);
  let at = 0;
  const add = (plane: Plane, start: number) => {
    transform(plane, { start, block });
    for (let k = 0; k < 64; k++) values[at++] = block[ZIGZAG[k]];
  };
  for (let top = 0; top < cb.height; top += 8) {
    for (let left = 0; left < cb.width; left += 8) {
      for (const place of [0, 8, y.width * 8, y.width * 8 + 8]) {
        add(y, top * 2 * y.width + left * 2 + place);
      }
      add(cb, top * cb.width + left);
      add(cr, top * cr.width + left);
    }
  }
  return { width: image.width, height: image.height, values };
}

/** Y, and Cb and Cr at half resolution; the edges go on to whole squares of 16 pixels. */
function planes({ width, height, data }: RgbPixels): readonly [Plane, Plane, Plane] {
  const plane = (side: number): Plane => {
    const across = Math.ceil(width / 16) * side, down = Math.ceil(height / 16) * side;
    return { width: across, height: down, values: new Float32Array(across * down) };
  };
  const y = plane(16), cb = plane(8), cr = plane(8);
  for (let row = 0, to = 0; row < y.height; row++) {
    for (let column = 0; column < y.width; column++, to++) {
      const at = (Math.min(row, height - 1) * width + Math.min(column, width - 1)) * 3;
      const red = data[at], green = data[at + 1], blue = data[at + 2];
      const half = (row >> 1) * cb.width + (column >> 1);
      y.values[to] = 0.299 * red + 0.587 * green + 0.114 * blue - 128;
      cb.values[half] += (-0.168736 * red - 0.331264 * green + 0.5 * blue) / 4;
      cr.values[half] += (0.5 * red - 0.418688 * green - 0.081312 * blue) / 4;
    }
  }
  return [y, cb, cr];
}

/** The cosine transform of the 8 × 8 values at `start` into `block`, row-major: rows, then columns. */
function transform(
  { values, width }: Plane,
  { start, block }: { readonly start: number; readonly block: Float64Array },
): void {
  for (let row = 0; row < 8; row++) {
    for (let x = 0; x < 8; x++) block[row * 8 + x] = values[start + row * width + x];
    transformEight(block, row * 8, 1);
  }
  for (let column = 0; column < 8; column++) transformEight(block, column, 8);
}

/**
 * Eight values become their coefficients. Even basis functions are the same from both ends and odd ones
 * opposite, so that each takes four products of sums or differences.
 */
function transformEight(block: Float64Array, at: number, step: number): void {
  const [a, b, c, d] = [at, at + step, at + 2 * step, at + 3 * step];
  const [h, g, f, e] = [at + 7 * step, at + 6 * step, at + 5 * step, at + 4 * step];
  const s0 = block[a] + block[h], d0 = block[a] - block[h];
  const s1 = block[b] + block[g], d1 = block[b] - block[g];
  const s2 = block[c] + block[f], d2 = block[c] - block[f];
  const s3 = block[d] + block[e], d3 = block[d] - block[e];
  for (let k = 0; k < 8; k += 2) {
    const row = k * 8;
    block[at + k * step] = COSINES[row] * s0 + COSINES[row + 1] * s1 + COSINES[row + 2] * s2 +
      COSINES[row + 3] * s3;
    block[at + (k + 1) * step] = COSINES[row + 8] * d0 + COSINES[row + 9] * d1 +
      COSINES[row + 10] * d2 + COSINES[row + 11] * d3;
  }
}
