import { inputsPerOutput, roundHalfToEven } from "./opencv_rounding.ts";
import type { RgbWindow } from "../images/rgb_window.ts";

/** One in 11-bit fixed point. */
const ONE = 2048;

/** The two inputs of each output along one axis and their 11-bit weights. */
interface LinearTaps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly firstWeight: Int32Array;
  readonly secondWeight: Int32Array;
}

/**
 * Resizes like OpenCV's `INTER_AREA` where an axis grows: output i lies at input ⌊i·in/out⌋ and includes the
 * next input as far as it overlaps it. Weights have 11 bits; the vertical pass drops bits as OpenCV's 16-bit
 * arithmetic does.
 */
export function enlargeLinearly(source: RgbWindow, target: RgbWindow): void {
  const columns = linearTaps(source.width, target.width);
  const rows = linearTaps(source.height, target.height);
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

function linearTaps(input: number, output: number): LinearTaps {
  const taps = {
    first: new Int32Array(output),
    second: new Int32Array(output),
    firstWeight: new Int32Array(output),
    secondWeight: new Int32Array(output),
  };
  const scale = inputsPerOutput(input, output), inverse = output / input;
  for (let i = 0; i < output; i++) {
    const at = Math.floor(i * scale);
    const cover = Math.fround(i + 1 - (at + 1) * inverse);
    const inside = at < input - 1;
    const share = inside && cover > 0 ? Math.fround(cover - Math.floor(cover)) : 0;
    taps.first[i] = inside ? at : input - 1;
    taps.second[i] = inside ? at + 1 : input - 1;
    taps.firstWeight[i] = roundHalfToEven(Math.fround(1 - share) * ONE);
    taps.secondWeight[i] = roundHalfToEven(share * ONE);
  }
  return taps;
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
