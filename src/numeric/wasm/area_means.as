// An integral image and the means of its rectangles, in AssemblyScript: what `integral_image.ts` and `area_means.ts`
// call. Pointers are byte offsets into the module's memory.

/** Bytes of a place in an integral image: red, green, blue and one that is not used, as i32. */
const PLACE: i32 = 16;

/**
 * Row `y` of an RGB image into row `y + 1` of its integral image: sums over all rectangles from the top left corner.
 * They wrap around at 2³², which cancels in differences: the sum over up to 8.4 million pixels is exact.
 * @param pixels the row; one byte more is read
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

/**
 * The means over the bins of a window, brought to `(mean - centre) * factor`.
 * @param bins scratch: `width` times two i32 and one f64
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
  for (let x = 0; x < outWidth; x++) {
    const begin = x * width / outWidth, end = ((x + 1) * width + outWidth - 1) / outWidth;
    store<i32>(bins + 8 * x, (left + begin) * PLACE);
    store<i32>(bins + 8 * x, (left + end) * PLACE, 4);
  }
  const shift = f32x4.splat(centre), scale = f32x4.splat(factor);
  for (let y = 0; y < outHeight; y++) {
    const begin = y * height / outHeight, end = ((y + 1) * height + outHeight - 1) / outHeight;
    const above = sums + (top + begin) * stride, below = sums + (top + end) * stride;
    let columns = 0, share = f64x2.splat(0);
    for (let x = 0; x < outWidth; x++) {
      const from = load<i32>(bins + 8 * x), to = load<i32>(bins + 8 * x, 4);
      if (columns != to - from) {
        columns = to - from;
        share = f64x2.splat(1.0 / <f64> ((end - begin) * (columns / PLACE)));
      }
      const upper = i32x4.sub(v128.load(above + to), v128.load(above + from));
      const lower = i32x4.sub(v128.load(below + to), v128.load(below + from));
      const sum = i32x4.sub(lower, upper);
      const redGreen = f64x2.mul(f64x2.convert_low_i32x4_s(sum), share);
      const blue = f64x2.mul(
        f64x2.convert_low_i32x4_s(i32x4.shuffle(sum, sum, 2, 3, 2, 3)),
        share,
      );
      const means = i32x4.shuffle(
        f32x4.demote_f64x2_zero(redGreen),
        f32x4.demote_f64x2_zero(blue),
        0,
        1,
        4,
        5,
      );
      const value = f32x4.mul(f32x4.sub(means, shift), scale);
      v128.store32_lane(target, value, 0);
      v128.store32_lane(target + plane, value, 1);
      v128.store32_lane(target + 2 * plane, value, 2);
      target += 4;
    }
  }
}
