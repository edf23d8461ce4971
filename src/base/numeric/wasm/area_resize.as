// OpenCV's INTER_AREA for axes that shrink, in AssemblyScript, called by `area_resize.ts` for each row.
// Pointers are byte offsets into the module's memory. Vectors may access up to 15 bytes after a row's end.

/**
 * Averages a row of RGB pixels horizontally, inputs left to right, in float32.
 * @param line receives `outputs` times three f32
 * @param first input of each output, i32
 * @param begin index of each output's first weight, i32; one more entry than outputs
 * @param weights f32
 */
export function areaLine(
  row: usize,
  line: usize,
  outputs: i32,
  first: usize,
  begin: usize,
  weights: usize,
): void {
  for (let x = 0; x < outputs; x++) {
    let pixel = row + load<i32>(first + 4 * x) * 3;
    let weight = weights + 4 * load<i32>(begin + 4 * x);
    let sum = f32x4.splat(0);
    for (const end = weights + 4 * load<i32>(begin + 4 * x, 4); weight < end; weight += 4) {
      const bytes = i16x8.extend_low_i8x16_u(v128.load32_zero(pixel));
      const values = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(bytes));
      sum = f32x4.add(sum, f32x4.mul(values, v128.load32_splat(weight)));
      pixel += 3;
    }
    v128.store(line, sum);
    line += 12;
  }
}

/** Adds `weight` times a line to `sums`, or initialises them with it. */
export function addLine(sums: usize, line: usize, values: i32, weight: f32, begins: i32): void {
  const share = f32x4.splat(weight), end = sums + 4 * values;
  while (sums < end) {
    const product = f32x4.mul(v128.load(line), share);
    v128.store(sums, begins ? product : f32x4.add(v128.load(sums), product));
    sums += 16;
    line += 16;
  }
}

/** Rounds `values` sums to bytes, ties to even. */
export function roundRow(target: usize, sums: usize, values: i32): void {
  for (let i = 0; i < values; i += 8, sums += 32) {
    const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(sums)));
    const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(v128.load(sums, 16)));
    const words = i16x8.narrow_i32x4_s(low, high);
    v128.store64_lane(target + i, i8x16.narrow_i16x8_u(words, words), 0);
  }
}
