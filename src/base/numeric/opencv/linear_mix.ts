import type { RgbWindow } from "../images/rgb_window.ts";

/** One in 11-bit fixed point. */
export const LINEAR_ONE = 2048;

/** The two inputs of each output along one axis and their 11-bit weights. */
export interface LinearTaps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly firstWeight: Int32Array;
  readonly secondWeight: Int32Array;
}

/** Makes the taps of `output` outputs, all zero. */
export function emptyTaps(output: number): LinearTaps {
  return {
    first: new Int32Array(output),
    second: new Int32Array(output),
    firstWeight: new Int32Array(output),
    secondWeight: new Int32Array(output),
  };
}

/**
 * Resizes by mixing two inputs on each axis: horizontally in 11-bit fixed point, vertically as OpenCV's 16-bit
 * arithmetic does, which drops bits.
 */
export function mixLinearly(
  source: RgbWindow,
  target: RgbWindow,
  { columns, rows }: { readonly columns: LinearTaps; readonly rows: LinearTaps },
): void {
  const values = target.width * 3;
  let upper = new Int32Array(values), lower = new Int32Array(values);
  let inUpper = -1, inLower = -1;
  for (let y = 0; y < target.height; y++) {
    const first = rows.first[y]!, second = rows.second[y]!;
    if (first === inLower) {
      [upper, lower] = [lower, upper];
      [inUpper, inLower] = [inLower, inUpper];
    }
    if (first !== inUpper) mixAcross(source, upper, { y: first, columns });
    if (second !== inLower) mixAcross(source, lower, { y: second, columns });
    inUpper = first;
    inLower = second;
    const a = rows.firstWeight[y]!, b = rows.secondWeight[y]!;
    for (let i = 0, to = target.start + y * target.stride; i < values; i++, to++) {
      target.data[to] = (((a * (upper[i]! >> 4)) >> 16) + ((b * (lower[i]! >> 4)) >> 16) + 2) >> 2;
    }
  }
}

function mixAcross(
  { data, start, stride }: RgbWindow,
  row: Int32Array,
  { y, columns }: { y: number; columns: LinearTaps },
): void {
  const { first, second, firstWeight, secondWeight } = columns;
  const from = start + y * stride;
  for (let x = 0, to = 0; x < first.length; x++, to += 3) {
    const left = from + first[x]! * 3, right = from + second[x]! * 3;
    const a = firstWeight[x]!, b = secondWeight[x]!;
    row[to] = data[left]! * a + data[right]! * b;
    row[to + 1] = data[left + 1]! * a + data[right + 1]! * b;
    row[to + 2] = data[left + 2]! * a + data[right + 2]! * b;
  }
}
