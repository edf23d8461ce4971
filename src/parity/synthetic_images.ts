import type { RgbImage } from "../records/frame.ts";

/**
 * An image that the golden data describe by a pattern: hashed noise, grey, or black, which the one too small
 * to search is as well. Whether it is the one that was meant is for its hash to say.
 */
export function syntheticImage(
  { pattern, seed, width, height }: {
    readonly pattern: string;
    readonly seed: number | null;
    readonly width: number;
    readonly height: number;
  },
): RgbImage {
  const data = new Uint8Array(width * height * 3);
  if (pattern === "noise") data.forEach((_, i) => data[i] = hashedByte(i + (seed ?? 0)));
  else if (pattern === "grey") data.fill(128);
  return { width, height, data };
}

/** The first byte of a 32-bit number's hash. */
function hashedByte(start: number): number {
  let x = start >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 24;
}
