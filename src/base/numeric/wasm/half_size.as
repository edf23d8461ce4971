// Halving an image by Pillow's bicubic filter, in AssemblyScript, called by `half_size.ts` for each row.
// Pointers are byte offsets into the module's memory. Vectors may write up to 15 bytes after a row's end.

/** Fraction bits of the general weights. */
const WEIGHT_BITS: i32 = 22;

/**
 * Computes eight outputs from eight values each. Halving an even number of samples, away from the border, has
 * weights that are exact in 8 bits: -3, -9, 29, 111, 111, 29, -9, -3 in units of 2⁻⁸. 16 bits are too narrow
 * for 111·inner, so half of `inner` is removed before the sum and added to the result.
 */
@inline
function weigh(inner: v128, second: v128, third: v128, outer: v128): v128 {
  let rest = i16x8.sub(i16x8.mul(second, i16x8.splat(29)), i16x8.mul(inner, i16x8.splat(17)));
  rest = i16x8.sub(rest, i16x8.mul(third, i16x8.splat(9)));
  rest = i16x8.sub(rest, i16x8.mul(outer, i16x8.splat(3)));
  rest = i16x8.add(rest, i16x8.shl(v128.and(inner, i16x8.splat(1)), 7));
  rest = i16x8.shr_s(i16x8.add(rest, i16x8.splat(128)), 8);
  return i16x8.add(rest, i16x8.shr_u(inner, 1));
}

@inline
function pair(a: usize, b: usize): v128 {
  return i16x8.add(v128.load_ext<u8>(a), v128.load_ext<u8>(b));
}

/** Computes sixteen bytes from the eight samples at `a` … `h`. */
@inline
function weighBytes(
  to: usize,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  e: usize,
  f: usize,
  g: usize,
  h: usize,
): void {
  const low = weigh(pair(d, e), pair(c, f), pair(b, g), pair(a, h));
  const high = weigh(
    pair(d + 8, e + 8),
    pair(c + 8, f + 8),
    pair(b + 8, g + 8),
    pair(a + 8, h + 8),
  );
  v128.store(to, i8x16.narrow_i16x8_u(low, high));
}

/**
 * Halves a row of an even number of RGB pixels, at least ten: all outputs except two at either end.
 * @param even scratch for the pixels at even positions, `odd` for the others: half a row each, and 48 bytes
 */
export function halveRow(source: usize, target: usize, even: usize, odd: usize, width: i32): void {
  const end = source + width * 3;
  let e = even, o = odd;
  for (let at = source; at < end; at += 48, e += 24, o += 24) {
    const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32);
    v128.store(e, i8x16.shuffle(a, b, 0, 1, 2, 6, 7, 8, 12, 13, 14, 18, 19, 20, 24, 25, 26, 30));
    v128.store(o, i8x16.shuffle(a, b, 3, 4, 5, 9, 10, 11, 15, 16, 17, 21, 22, 23, 27, 28, 29, 0));
    v128.store(e, i8x16.shuffle(b, c, 15, 16, 20, 21, 22, 26, 27, 28, 0, 0, 0, 0, 0, 0, 0, 0), 16);
    v128.store(o, i8x16.shuffle(b, c, 17, 18, 19, 23, 24, 25, 29, 30, 31, 0, 0, 0, 0, 0, 0, 0), 15);
  }
  const last = (width / 2 - 2) * 3;
  for (let i = 6; i < last; i += 16) {
    e = even + i;
    o = odd + i;
    weighBytes(target + i, o - 6, e - 3, o - 3, e, o, e + 3, o + 3, e + 6);
  }
}

/**
 * Halves rows vertically: `length` values from the same position of eight rows, starting with row `first`. Row
 * n is at `ring + (n mod 16) * stride`.
 */
export function halveRows(target: usize, length: i32, ring: usize, stride: i32, first: i32): void {
  const a = ring + (first & 15) * stride, b = ring + ((first + 1) & 15) * stride;
  const c = ring + ((first + 2) & 15) * stride, d = ring + ((first + 3) & 15) * stride;
  const e = ring + ((first + 4) & 15) * stride, f = ring + ((first + 5) & 15) * stride;
  const g = ring + ((first + 6) & 15) * stride, h = ring + ((first + 7) & 15) * stride;
  for (let i = 0; i < length; i += 16) {
    weighBytes(target + i, a + i, b + i, c + i, d + i, e + i, f + i, g + i, h + i);
  }
}

/**
 * Resamples a row of RGB pixels by any weights: the outputs `begin` to `end`.
 * @param first input of each output, i32; `count`: number of inputs; `weights`: `[outputs][most]`
 */
export function weighRow(
  source: usize,
  target: usize,
  begin: i32,
  end: i32,
  first: usize,
  count: usize,
  weights: usize,
  most: i32,
): void {
  for (let x = begin; x < end; x++) {
    let pixel = source + load<i32>(first + 4 * x) * 3;
    let weight = weights + 4 * x * most;
    let sum = i32x4.splat(1 << (WEIGHT_BITS - 1));
    for (const stop = weight + 4 * load<i32>(count + 4 * x); weight < stop; weight += 4) {
      const values = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(pixel)));
      sum = i32x4.add(sum, i32x4.mul(values, v128.load32_splat(weight)));
      pixel += 3;
    }
    const words = i16x8.narrow_i32x4_s(i32x4.shr_s(sum, WEIGHT_BITS), sum);
    const bytes = i8x16.narrow_i16x8_u(words, words);
    v128.store16_lane(target + 3 * x, bytes, 0);
    v128.store8_lane(target + 3 * x, bytes, 2, 2);
  }
}

/** Resamples rows vertically by any weights: `count` rows of the ring, starting with row `first`. */
export function weighRows(
  target: usize,
  length: i32,
  ring: usize,
  stride: i32,
  first: i32,
  count: i32,
  weights: usize,
): void {
  for (let i = 0; i < length; i += 8) {
    let low = i32x4.splat(1 << (WEIGHT_BITS - 1)), high = low;
    for (let k = 0; k < count; k++) {
      const values = v128.load_ext<u8>(ring + ((first + k) & 15) * stride + i);
      const weight = i32x4.splat(load<i32>(weights + 4 * k));
      low = i32x4.add(low, i32x4.mul(i32x4.extend_low_i16x8_u(values), weight));
      high = i32x4.add(high, i32x4.mul(i32x4.extend_high_i16x8_u(values), weight));
    }
    const words = i16x8.narrow_i32x4_s(i32x4.shr_s(low, WEIGHT_BITS), i32x4.shr_s(high, WEIGHT_BITS));
    v128.store64_lane(target + i, i8x16.narrow_i16x8_u(words, words), 0);
  }
}
