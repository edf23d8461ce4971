import type { RgbPixels } from "../../../../src/base/numeric/images/rgb_window.ts";

/** An image whose every value is `value(x, y, channel)`. */
export function imageOf(
  width: number,
  height: number,
  value: (x: number, y: number, channel: number) => number,
): RgbPixels {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    data[i] = value(pixel % width, Math.floor(pixel / width), i % 3);
  }
  return { width, height, data };
}

/** Hashed noise of so many levels from 0 to 255; two levels overshoot every filter there is. */
export function noiseImage(
  { width, height, seed, levels }: {
    readonly width: number;
    readonly height: number;
    readonly seed: number;
    readonly levels: number;
  },
): RgbPixels {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    data[i] = Math.floor(Math.floor(hashedByte(i + seed) / 256 * levels) * 255 / (levels - 1));
  }
  return { width, height, data };
}

/** The byte that the golden noise images have at `index + seed`. */
export function hashedByte(start: number): number {
  let x = start >>> 0;
  x ^= x >>> 16;
  x = Math.imul(x, 0x45d9f3b);
  x ^= x >>> 16;
  x = Math.imul(x, 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 24;
}
