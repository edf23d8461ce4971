import { inputsPerOutput, roundHalfToEven } from "./opencv_rounding.ts";
import { type RgbWindow, saturating } from "./rgb_window.ts";

/** One in 11-bit fixed point. */
const ONE = 2048;

/** The four inputs of each output of one side, with 11-bit weights. */
interface CubicTaps {
  /** `[outputs][4]`, inside the image: its border is repeated. */
  readonly inputs: Int32Array;
  /** `[outputs][4]`. */
  readonly weights: Int32Array;
}

/**
 * Resizes `source` into `target` as OpenCV's `INTER_CUBIC` does: Keys' cubic with a = −0.75, four inputs an
 * output on each side and no antialiasing. Horizontally 11-bit fixed point; vertically float32 in OpenCV's
 * order for all but the last few values of a row, which its vector loop leaves to the fixed-point one.
 * Source: OpenCV `modules/imgproc/src/resize.cpp`.
 * @param source not empty, and not in the memory of `target`
 * @param target not empty
 */
export function resizeCubic(source: RgbWindow, target: RgbWindow): void {
  const columns = cubicTaps(source.width, target.width);
  const rows = cubicTaps(source.height, target.height);
  const kept = resampledRows(source, columns);
  const out = saturating(target);
  const values = target.width * 3;
  const inVectors = values - values % 8;
  const row = new Float32Array(values);
  for (let y = 0; y < target.height; y++) {
    const lines = kept(rows.inputs.subarray(4 * y, 4 * y + 4));
    const weights = rows.weights.subarray(4 * y, 4 * y + 4);
    weighInFloat(lines, row, { weights: Float32Array.from(weights), end: inVectors });
    weighInFixedPoint(lines, row, { weights, begin: inVectors });
    out.set(row, target.start + y * target.stride);
  }
}

function cubicTaps(input: number, output: number): CubicTaps {
  const inputs = new Int32Array(output * 4), weights = new Int32Array(output * 4);
  const scale = inputsPerOutput(input, output);
  for (let i = 0; i < output; i++) {
    const at = Math.fround((i + 0.5) * scale - 0.5);
    const whole = Math.floor(at);
    const exact = cubicWeights(Math.fround(at - whole));
    for (let k = 0; k < 4; k++) {
      inputs[4 * i + k] = Math.min(Math.max(whole - 1 + k, 0), input - 1);
      weights[4 * i + k] = roundHalfToEven(exact[k] * ONE);
    }
  }
  return { inputs, weights };
}

/** Weights of the inputs at −1, 0, 1 and 2 for a place `x` in [0, 1), each operation rounded to float32. */
function cubicWeights(x: number): readonly [number, number, number, number] {
  const f = Math.fround;
  const past = f(x + 1), rest = f(1 - x);
  const before = f(f(f(f(f(f(-0.75 * past) + 3.75) * past) - 6) * past) + 3);
  const here = f(f(f(f(f(1.25 * x) - 2.25) * x) * x) + 1);
  const next = f(f(f(f(f(1.25 * rest) - 2.25) * rest) * rest) + 1);
  return [before, here, next, f(f(f(1 - before) - here) - next)];
}

/** Four horizontally resampled rows, exact integers. */
type Lines = readonly [Float32Array, Float32Array, Float32Array, Float32Array];

/** Gives the resampled rows of four source rows; those of the call before are not made again. */
function resampledRows(
  source: RgbWindow,
  columns: CubicTaps,
): (wanted: Int32Array) => Lines {
  const values = columns.inputs.length / 4 * 3;
  const slots = Array.from({ length: 4 }, () => new Float32Array(values));
  const inSlot = [-1, -1, -1, -1];
  return (wanted) => {
    // Rows asked for at once are at most four in succession: each has a slot of its own.
    const line = (y: number) => {
      if (inSlot[y % 4] !== y) weighAcross(source, slots[y % 4], { y, columns });
      inSlot[y % 4] = y;
      return slots[y % 4];
    };
    return [line(wanted[0]), line(wanted[1]), line(wanted[2]), line(wanted[3])];
  };
}

function weighAcross(
  { data, start, stride }: RgbWindow,
  line: Float32Array,
  { y, columns: { inputs, weights } }: { y: number; columns: CubicTaps },
): void {
  const from = start + y * stride;
  for (let k = 0, to = 0; k < inputs.length; k += 4, to += 3) {
    const a = from + inputs[k] * 3, b = from + inputs[k + 1] * 3;
    const c = from + inputs[k + 2] * 3, d = from + inputs[k + 3] * 3;
    const u = weights[k], v = weights[k + 1], w = weights[k + 2], z = weights[k + 3];
    line[to] = Math.imul(data[a], u) + Math.imul(data[b], v) + Math.imul(data[c], w) +
        Math.imul(data[d], z) | 0;
    line[to + 1] = Math.imul(data[a + 1], u) + Math.imul(data[b + 1], v) +
        Math.imul(data[c + 1], w) + Math.imul(data[d + 1], z) | 0;
    line[to + 2] = Math.imul(data[a + 2], u) + Math.imul(data[b + 2], v) +
        Math.imul(data[c + 2], w) + Math.imul(data[d + 2], z) | 0;
  }
}

function weighInFloat(
  [a, b, c, d]: Lines,
  row: Float32Array,
  { weights, end }: { weights: Float32Array; end: number },
): void {
  const unit = Math.fround(1 / (ONE * ONE));
  const u = Math.fround(weights[0] * unit), v = Math.fround(weights[1] * unit);
  const w = Math.fround(weights[2] * unit), z = Math.fround(weights[3] * unit);
  for (let i = 0; i < end; i++) {
    const last = Math.fround(Math.fround(c[i] * w) + Math.fround(d[i] * z));
    const rest = Math.fround(Math.fround(b[i] * v) + last);
    row[i] = Math.fround(Math.fround(a[i] * u) + rest);
  }
}

function weighInFixedPoint(
  [a, b, c, d]: Lines,
  row: Float32Array,
  { weights: [u, v, w, z], begin }: { weights: Int32Array; begin: number },
): void {
  for (let i = begin; i < row.length; i++) {
    row[i] = (a[i] * u + b[i] * v + c[i] * w + d[i] * z + ONE * ONE / 2) >> 22;
  }
}
