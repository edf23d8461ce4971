// Normalisation of pixels to a network's float32 input, in AssemblyScript, called by `normalise.ts` for each
// image. Pointers are byte offsets into the module's memory. Vectors may access up to 15 bytes after an end.

/** Computes a vector of the output of four pixels from its four bytes: each operation rounded to float32. */
@inline
function normalised(bytes: v128, pattern: v128, scale: v128, divides: bool, mean: v128, std: v128): v128 {
  const values = f32x4.convert_i32x4_u(i8x16.swizzle(bytes, pattern));
  const scaled = divides ? f32x4.div(values, scale) : f32x4.mul(values, scale);
  return f32x4.div(f32x4.sub(scaled, mean), std);
}

/**
 * Writes `((byte scaled) - mean) / std` of the bytes of RGB pixels.
 * @param target f32; with fewer than four pixels, later values are overwritten or lost
 * @param vectors nine of 128 bits: for each third of four pixels' output the byte of each i32 lane, then the
 * means, then the deviations as f32
 * @param scale factor of a byte, or its divisor
 * @param apart bytes in the target between thirds
 * @param step bytes in the target between groups of four pixels
 */
export function normalise(
  source: usize,
  pixels: i32,
  target: usize,
  vectors: usize,
  scale: f32,
  divides: bool,
  apart: i32,
  step: i32,
): void {
  const p0 = v128.load(vectors), p1 = v128.load(vectors, 16), p2 = v128.load(vectors, 32);
  const m0 = v128.load(vectors, 48), m1 = v128.load(vectors, 64), m2 = v128.load(vectors, 80);
  const d0 = v128.load(vectors, 96), d1 = v128.load(vectors, 112), d2 = v128.load(vectors, 128);
  const by = f32x4.splat(scale);
  // The last four pixels may repeat earlier ones; fewer than four are written in order, including the excess.
  for (let pixel = 0; pixel < pixels; pixel += 4) {
    const first = max(min(pixel, pixels - 4), 0);
    const bytes = v128.load(source + 3 * first);
    const to = target + (first * step >> 2);
    v128.store(to, normalised(bytes, p0, by, divides, m0, d0));
    v128.store(to + apart, normalised(bytes, p1, by, divides, m1, d1));
    v128.store(to + 2 * apart, normalised(bytes, p2, by, divides, m2, d2));
  }
}
