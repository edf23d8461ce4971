// An integral image and the means of its rectangles, in AssemblyScript, called by `area_means.ts`. Pointers are
// byte offsets into the module's memory.

/** Bytes of an element of an integral image: red, green, blue and an unused one, as i32. */
const PLACE: i32 = 16;

/**
 * Adds row `y` of an RGB image as row `y + 1` of its integral image: sums over all rectangles from the top left
 * corner. They wrap around at 2³², which cancels in differences: the sum over up to 8.4 million pixels is
 * exact.
 * @param pixels the row; one more byte is read
 * @param sums `[height + 1][width + 1][4]`, row 0 zero
 */
export function integrateRow(pixels: usize, sums: usize, y: i32, width: i32): void {
  const stride = (width + 1) * PLACE;
  let above = sums + y * stride, row = i32x4.splat(0);
  v128.store(above + stride, row);
  for (let x = 0; x < width; x++) {
    const bytes = v128.load32_zero(pixels);
    row = i32x4.add(row, i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(bytes)));
    above += PLACE;
    v128.store(above + stride, i32x4.add(row, v128.load(above)));
    pixels += 3;
  }
}

/** Sums over the rectangle between two rows and two columns of an integral image. */
@inline
function within(above: usize, below: usize, column: usize): v128 {
  const from = load<i32>(column), to = load<i32>(column, 4);
  const upper = i32x4.sub(v128.load(above + to), v128.load(above + from));
  return i32x4.sub(i32x4.sub(v128.load(below + to), v128.load(below + from)), upper);
}

/**
 * Computes four f32 means of one channel, from its sums in the first two lanes of each vector and their f64
 * factors.
 */
@inline
function means(first: v128, second: v128, firstShare: v128, secondShare: v128): v128 {
  return i32x4.shuffle(
    f32x4.demote_f64x2_zero(f64x2.mul(f64x2.convert_low_i32x4_s(first), firstShare)),
    f32x4.demote_f64x2_zero(f64x2.mul(f64x2.convert_low_i32x4_s(second), secondShare)),
    0,
    1,
    4,
    5,
  );
}

@inline
function storeFirst(target: usize, values: v128, count: i32): void {
  if (count >= 4) return v128.store(target, values);
  store<f32>(target, f32x4.extract_lane(values, 0));
  if (count > 1) store<f32>(target, f32x4.extract_lane(values, 1), 4);
  if (count > 2) store<f32>(target, f32x4.extract_lane(values, 2), 8);
}

/**
 * Computes the means over the bins of a window as `(mean - centre) * factor`.
 * @param bins scratch: 32 bytes for each column, and for at least four
 * @param target `[3][outHeight][outWidth]` of f32
 */
export function areaMeans(
  sums: usize,
  imageWidth: i32,
  top: i32,
  left: i32,
  height: i32,
  width: i32,
  bins: usize,
  target: usize,
  outHeight: i32,
  outWidth: i32,
  centre: f32,
  factor: f32,
): void {
  const stride = (imageWidth + 1) * PLACE;
  const plane = 4 * outHeight * outWidth;
  const columns = max(outWidth, 4);
  const shares = bins + 8 * columns;
  const fewest = height / outHeight; // minimum rows of a bin; a bin may have one or two more
  for (let x = 0; x < columns; x++) {
    const place = min(x, outWidth - 1);
    const begin = place * width / outWidth, end = ((place + 1) * width + outWidth - 1) / outWidth;
    store<i32>(bins + 8 * x, (left + begin) * PLACE);
    store<i32>(bins + 8 * x, (left + end) * PLACE, 4);
    for (let more = 0; more < 3; more++) {
      const area = (fewest + more) * (end - begin);
      store<f64>(shares + 8 * (more * columns + x), 1.0 / <f64> area);
    }
  }
  const shift = f32x4.splat(centre), scale = f32x4.splat(factor);
  for (let y = 0; y < outHeight; y++, target += 4 * outWidth) {
    const begin = y * height / outHeight, end = ((y + 1) * height + outHeight - 1) / outHeight;
    const above = sums + (top + begin) * stride, below = sums + (top + end) * stride;
    const share = shares + 8 * columns * (end - begin - fewest);
    for (let next = 0; next < outWidth; next += 4) {
      const x = min(next, columns - 4), column = bins + 8 * x;
      const a = within(above, below, column), b = within(above, below, column + 8);
      const c = within(above, below, column + 16), d = within(above, below, column + 24);
      const redGreen = i32x4.shuffle(a, b, 0, 4, 1, 5), later = i32x4.shuffle(c, d, 0, 4, 1, 5);
      const first = v128.load(share + 8 * x), second = v128.load(share + 8 * x, 16);
      const red = means(redGreen, later, first, second);
      const green = means(
        i32x4.shuffle(redGreen, redGreen, 2, 3, 2, 3),
        i32x4.shuffle(later, later, 2, 3, 2, 3),
        first,
        second,
      );
      const blue = means(
        i32x4.shuffle(a, b, 2, 6, 2, 6),
        i32x4.shuffle(c, d, 2, 6, 2, 6),
        first,
        second,
      );
      const to = target + 4 * x;
      storeFirst(to, f32x4.mul(f32x4.sub(red, shift), scale), outWidth);
      storeFirst(to + plane, f32x4.mul(f32x4.sub(green, shift), scale), outWidth);
      storeFirst(to + 2 * plane, f32x4.mul(f32x4.sub(blue, shift), scale), outWidth);
    }
  }
}
