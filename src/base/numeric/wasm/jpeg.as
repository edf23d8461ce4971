// JPEG coefficients of an image and their entropy coding, in AssemblyScript, called by `encode_jpeg.ts`.
// Pointers are byte offsets into the module's memory.

/** Bytes of the cosines, which the zigzag indices of the coefficients follow, as bytes. */
const COSINES_END: usize = 512;

/** Offsets in the scratch of `jpegCoefficients`: Y, Cb, Cr as f32, and a block of f64. */
const CB: usize = 1024;
const CR: usize = 1280;
const BLOCK: usize = 1536;

/** Sums four products, in this order. */
@inline
function sum4(a: v128, b: v128, c: v128, d: v128, u: v128, v: v128, w: v128, z: v128): v128 {
  const two = f64x2.add(f64x2.mul(u, a), f64x2.mul(v, b));
  return f64x2.add(f64x2.add(two, f64x2.mul(w, c)), f64x2.mul(z, d));
}

/** Computes the `k`-th cosine coefficients of two columns from sums or differences of their opposite values. */
@inline
function column(cosines: usize, k: usize, a: v128, b: v128, c: v128, d: v128): v128 {
  const at = cosines + 8 * k;
  return sum4(
    a,
    b,
    c,
    d,
    v128.load64_splat(at),
    v128.load64_splat(at, 64),
    v128.load64_splat(at, 128),
    v128.load64_splat(at, 192),
  );
}

@inline
function storeTwo(target: usize, places: usize, values: v128): void {
  const two = f32x4.demote_f64x2_zero(values);
  store<f32>(target + 4 * <usize> load<u8>(places), f32x4.extract_lane(two, 0));
  store<f32>(target + 4 * <usize> load<u8>(places, 1), f32x4.extract_lane(two, 1));
}

/**
 * Computes the cosine transform of 8 × 8 f32 values: rows, then columns, in f64. Even basis functions are
 * symmetric and odd ones antisymmetric, so each takes four products of sums or differences.
 * @param stride bytes from one row to the next
 * @param target 64 f32 in zigzag order
 */
function transform(values: usize, stride: usize, target: usize, block: usize, tables: usize): void {
  for (let row = block; row < block + 512; row += 64, values += stride) {
    const low = v128.load(values), high = v128.load(values, 16);
    const back = i32x4.shuffle(high, high, 3, 2, 1, 0);
    const a = f64x2.promote_low_f32x4(low), h = f64x2.promote_low_f32x4(back);
    const c = f64x2.promote_low_f32x4(i32x4.shuffle(low, low, 2, 3, 2, 3));
    const f = f64x2.promote_low_f32x4(i32x4.shuffle(back, back, 2, 3, 2, 3));
    const sums = f64x2.add(a, h), differences = f64x2.sub(a, h);
    const inner = f64x2.add(c, f), innerDifferences = f64x2.sub(c, f);
    const v0 = i64x2.shuffle(sums, differences, 0, 2), v1 = i64x2.shuffle(sums, differences, 1, 3);
    const v2 = i64x2.shuffle(inner, innerDifferences, 0, 2);
    const v3 = i64x2.shuffle(inner, innerDifferences, 1, 3);
    for (let k: usize = 0; k < 64; k += 16) {
      const at = tables + k;
      const w0 = v128.load(at), w1 = v128.load(at, 64), w2 = v128.load(at, 128);
      v128.store(row + k, sum4(v0, v1, v2, v3, w0, w1, w2, v128.load(at, 192)));
    }
  }
  for (let x: usize = 0; x < 8; x += 2) {
    const at = block + 8 * x;
    const a = v128.load(at), b = v128.load(at, 64), c = v128.load(at, 128), d = v128.load(at, 192);
    const e = v128.load(at, 256), f = v128.load(at, 320), g = v128.load(at, 384), h = v128.load(at, 448);
    const s0 = f64x2.add(a, h), s1 = f64x2.add(b, g), s2 = f64x2.add(c, f), s3 = f64x2.add(d, e);
    const d0 = f64x2.sub(a, h), d1 = f64x2.sub(b, g), d2 = f64x2.sub(c, f), d3 = f64x2.sub(d, e);
    for (let k: usize = 0; k < 8; k += 2) {
      const places = tables + COSINES_END + 8 * k + x;
      storeTwo(target, places, column(tables, k, s0, s1, s2, s3));
      storeTwo(target, places + 8, column(tables, k + 1, d0, d1, d2, d3));
    }
  }
}

/** Writes a pixel's Y to `target`. @returns its contribution to its cell's Cb and Cr */
@inline
function colours(pixel: usize, target: usize): v128 {
  const red = <f64> load<u8>(pixel), green = <f64> load<u8>(pixel, 1), blue = <f64> load<u8>(pixel, 2);
  store<f32>(target, <f32> (0.299 * red + 0.587 * green + 0.114 * blue - 128.0));
  const both = f64x2.sub(
    f64x2.mul(f64x2(-0.168736, 0.5), f64x2.splat(red)),
    f64x2.mul(f64x2(0.331264, 0.418688), f64x2.splat(green)),
  );
  const sum = f64x2.add(both, f64x2.mul(f64x2(0.5, -0.081312), f64x2.splat(blue)));
  return f64x2.mul(sum, f64x2.splat(0.25));
}

/** Adds in f64 and rounds to f32. */
@inline
function addRounded(sum: v128, share: v128): v128 {
  return f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(f64x2.add(sum, share)));
}

/**
 * Computes the coefficients of an image with chroma subsampling 4:2:0; the edges are extended to whole squares
 * of 16 pixels.
 * @param pixels RGB, `[height][width][3]`
 * @param target f32; for each square, row by row, four blocks of Y, one of Cb, one of Cr
 * @param scratch 2048 bytes
 * @param tables f64 `[x][k]`: the `k`-th basis function at `x`; then 64 zigzag indices, row-major
 */
export function jpegCoefficients(
  pixels: usize,
  width: i32,
  height: i32,
  target: usize,
  scratch: usize,
  tables: usize,
): void {
  const block = scratch + BLOCK;
  for (let top = 0; top < height; top += 16) {
    for (let left = 0; left < width; left += 16) {
      for (let cell = 0; cell < 64; cell++) {
        const row = cell >> 3, place = cell & 7;
        const x = min(left + 2 * place, width - 1), next = min(left + 2 * place + 1, width - 1);
        const upper = pixels + 3 * width * min(top + 2 * row, height - 1);
        const lower = pixels + 3 * width * min(top + 2 * row + 1, height - 1);
        const y = scratch + 128 * row + 8 * place;
        let both = addRounded(f64x2.splat(0), colours(upper + 3 * x, y));
        both = addRounded(both, colours(upper + 3 * next, y + 4));
        both = addRounded(both, colours(lower + 3 * x, y + 64));
        both = f32x4.demote_f64x2_zero(f64x2.add(both, colours(lower + 3 * next, y + 68)));
        store<f32>(scratch + CB + 4 * cell, f32x4.extract_lane(both, 0));
        store<f32>(scratch + CR + 4 * cell, f32x4.extract_lane(both, 1));
      }
      transform(scratch, 64, target, block, tables);
      transform(scratch + 32, 64, target + 256, block, tables);
      transform(scratch + 512, 64, target + 512, block, tables);
      transform(scratch + 544, 64, target + 768, block, tables);
      transform(scratch + CB, 32, target + 1024, block, tables);
      transform(scratch + CR, 32, target + 1280, block, tables);
      target += 1536;
    }
  }
}

// State of the bit writer. Every call of `jpegScan` resets it.
let end: usize = 0;
let bits: u32 = 0;
let count: i32 = 0;

/** Writes the lowest `length` bits of `value`, at most 16, highest first. A byte of 255 is followed by a 0. */
@inline
function put(value: i32, length: i32): void {
  bits = bits << length | (value & ((1 << length) - 1));
  count += length;
  while (count >= 8) {
    count -= 8;
    const byte = <u8> (bits >> count);
    store<u8>(end++, byte);
    if (byte === 255) store<u8>(end++, 0);
  }
}

/** Writes a Huffman code: its length is above its 16 bits. */
@inline
function putCode(codes: usize, symbol: i32): void {
  const code = load<i32>(codes + 4 * symbol);
  put(code, code >> 16);
}

/** Writes a level after `zeros` zeros: the code of its length, then its bits. */
@inline
function putLevel(codes: usize, zeros: i32, level: i32): void {
  const length = 32 - clz(abs(level));
  putCode(codes, zeros << 4 | length);
  put(level < 0 ? level - 1 : level, length);
}

/** Quantises four coefficients, ties up. */
@inline
function quantised(coefficients: usize, steps: usize): v128 {
  const values = v128.load(coefficients), half = f64x2.splat(0.5);
  const low = f64x2.div(f64x2.promote_low_f32x4(values), v128.load(steps));
  const later = f64x2.promote_low_f32x4(i32x4.shuffle(values, values, 2, 3, 2, 3));
  const high = f64x2.div(later, v128.load(steps, 16));
  return i32x4.shuffle(
    i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(f64x2.add(low, half))),
    i32x4.trunc_sat_f64x2_s_zero(f64x2.floor(f64x2.add(high, half))),
    0,
    1,
    4,
    5,
  );
}

/** Writes a block. @returns its first level */
function putBlock(coefficients: usize, steps: usize, codes: usize, levels: usize, previous: i32): i32 {
  let others: u64 = 0;
  for (let i = 0; i < 64; i += 4) {
    const four = quantised(coefficients + 4 * i, steps + 8 * i);
    v128.store(levels + 4 * i, four);
    others |= <u64> i32x4.bitmask(i32x4.ne(four, i32x4.splat(0))) << i;
  }
  const first = load<i32>(levels);
  putLevel(codes, 0, first - previous);
  codes += 1024;
  let last = 0;
  for (others &= ~1; others !== 0; others &= others - 1) {
    const i = <i32> ctz(others);
    let zeros = i - last - 1;
    for (; zeros >= 16; zeros -= 16) putCode(codes, 0xf0);
    putLevel(codes, zeros, load<i32>(levels + 4 * i));
    last = i;
  }
  if (last < 63) putCode(codes, 0);
  return first;
}

/**
 * Quantises coefficients and writes them as the entropy-coded part of a JPEG file.
 * @param steps quantisation steps in zigzag order, f64: 64 of Y, 64 of Cb and Cr
 * @param codes by symbol, 256 i32 each: first and other levels of Y, first and other levels of Cb and Cr
 * @param levels scratch of 256 bytes
 * @param target has room for `most` bytes and one more square, at most 2592
 * @returns bytes written; -1: more than `most`
 */
export function jpegScan(
  coefficients: usize,
  squares: i32,
  steps: usize,
  codes: usize,
  levels: usize,
  target: usize,
  most: i32,
): i32 {
  end = target;
  bits = 0;
  count = 0;
  let y = 0, cb = 0, cr = 0;
  for (; squares > 0; squares--, coefficients += 1536) {
    for (let block: usize = 0; block < 1024; block += 256) {
      y = putBlock(coefficients + block, steps, codes, levels, y);
    }
    cb = putBlock(coefficients + 1024, steps + 512, codes + 2048, levels, cb);
    cr = putBlock(coefficients + 1280, steps + 512, codes + 2048, levels, cr);
    if (<i32> (end - target) > most) return -1;
  }
  if (count > 0) put(255, 8 - count);
  const length = <i32> (end - target);
  return length > most ? -1 : length;
}
