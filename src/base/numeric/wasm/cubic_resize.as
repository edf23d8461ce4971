// OpenCV's INTER_CUBIC, in AssemblyScript, called by `cubic_resize.ts` for each row. Pointers are byte offsets
// into the module's memory. Vectors may access up to 15 bytes after a row's end.

/** Fraction bits of the product of two weights. */
const WEIGHT_BITS: i32 = 22;

/**
 * Resamples a row of RGB pixels horizontally.
 * @param line receives `outputs` times three exact integers, as f32
 * @param inputs pointer of each output's first of four pixels, i32
 * @param weights four i16 for each output
 */
export function cubicLine(line: usize, inputs: usize, weights: usize, outputs: i32): void {
  const none = i16x8.splat(0);
  for (let x = 0; x < outputs; x++) {
    const pixels = v128.load(load<i32>(inputs));
    const first = i8x16.shuffle(pixels, none, 0, 16, 3, 16, 1, 16, 4, 16, 2, 16, 5, 16, 16, 16, 16, 16);
    const second = i8x16.shuffle(pixels, none, 6, 16, 9, 16, 7, 16, 10, 16, 8, 16, 11, 16, 16, 16, 16, 16);
    const sums = i32x4.add(
      i32x4.dot_i16x8_s(first, v128.load32_splat(weights)),
      i32x4.dot_i16x8_s(second, v128.load32_splat(weights, 4)),
    );
    v128.store(line, f32x4.convert_i32x4_s(sums));
    line += 12;
    inputs += 4;
    weights += 8;
  }
}

/** Weighs four values of a row, in OpenCV's order of float32 operations. */
@inline
function weigh(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  u: v128,
  v: v128,
  w: v128,
  z: v128,
): v128 {
  const last = f32x4.add(f32x4.mul(v128.load(c), w), f32x4.mul(v128.load(d), z));
  const rest = f32x4.add(f32x4.mul(v128.load(b), v), last);
  const sum = f32x4.add(f32x4.mul(v128.load(a), u), rest);
  return i32x4.trunc_sat_f32x4_s(f32x4.nearest(sum));
}

/** Combines 11-bit weights of two directions into that of their product. */
@inline
function share(weight: i32): v128 {
  return f32x4.splat(<f32> weight / <f32> (1 << WEIGHT_BITS));
}

/**
 * Resamples four lines vertically to `values` bytes. OpenCV's vector loop computes eight at a time in float32;
 * the remainder is computed in fixed point.
 */
export function cubicRow(
  target: usize,
  values: i32,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  u: i32,
  v: i32,
  w: i32,
  z: i32,
): void {
  const inVectors = values & ~7;
  const su = share(u), sv = share(v), sw = share(w), sz = share(z);
  for (let i = 0; i < inVectors; i += 8) {
    const at = i << 2;
    const low = weigh(a + at, b + at, c + at, d + at, su, sv, sw, sz);
    const high = weigh(a + at + 16, b + at + 16, c + at + 16, d + at + 16, su, sv, sw, sz);
    const words = i16x8.narrow_i32x4_s(low, high);
    v128.store64_lane(target + i, i8x16.narrow_i16x8_u(words, words), 0);
  }
  for (let i = inVectors; i < values; i++) {
    const at = i << 2;
    const sum = <i32> load<f32>(a + at) * u + <i32> load<f32>(b + at) * v +
      <i32> load<f32>(c + at) * w + <i32> load<f32>(d + at) * z;
    const value = (sum + (1 << (WEIGHT_BITS - 1))) >> WEIGHT_BITS;
    store<u8>(target + i, <u8> min(max(value, 0), 255));
  }
}
