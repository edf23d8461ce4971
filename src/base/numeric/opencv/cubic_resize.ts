import { inputsPerOutput, roundHalfToEven } from "./opencv_rounding.ts";
import { type PixelKernels, pixelKernels, placesIn } from "../wasm/pixel_kernels.ts";
import type { Resize, RgbWindow } from "../images/rgb_window.ts";

/** One in 11-bit fixed point. */
const ONE = 2048;

/** Pixels by which an output's inputs may lie outside the image, whose border is repeated there. */
const BORDER = 2;

/** The four consecutive inputs of each output along one axis, with 11-bit weights. */
interface CubicTaps {
  /** First input, `[outputs]`, from `-BORDER` on. */
  readonly first: Int32Array;
  /** Weights, `[outputs][4]`. */
  readonly weights: Int16Array;
}

/**
 * Resizes `source` into `target` like OpenCV's `INTER_CUBIC`: Keys' cubic with a = −0.75, four inputs per
 * output on each axis, without antialiasing. Horizontally in 11-bit fixed point; vertically in float32 and
 * OpenCV's order, except for the last few values of a row, which its vector loop leaves to fixed point.
 * Source: OpenCV `modules/imgproc/src/resize.cpp`.
 */
export const resizeCubic: Resize = (source, target) => cubicResizes()(source, target);

/** Creates a resizer that reuses its memory. */
export function cubicResizes(): Resize {
  const kernels = pixelKernels();
  return (source, target) => {
    const rows = cubicTaps(source.height, target.height);
    const values = target.width * 3, stride = values * 4 + 16;
    const columns = cubicTaps(source.width, target.width);
    const at = placesIn(kernels.memory, {
      row: (source.width + 2 * BORDER) * 3,
      first: columns.first.byteLength,
      weights: columns.weights.byteLength,
      lines: 4 * stride,
      out: values,
    });
    const line = linesOf(source, { kernels, columns, at, stride });
    const out = new Uint8Array(kernels.memory.buffer, at.out, values);
    for (let y = 0; y < target.height; y++) {
      const first = rows.first[y]!;
      const [a, b, c, d] = [line(first), line(first + 1), line(first + 2), line(first + 3)];
      const [u, v, w, z] = fourOf(rows.weights, 4 * y);
      kernels.cubicRow(at.out, values, a, b, c, d, u, v, w, z);
      target.data.set(out, target.start + y * target.stride);
    }
  };
}

function fourOf(weights: Int16Array, from: number): [number, number, number, number] {
  return [weights[from]!, weights[from + 1]!, weights[from + 2]!, weights[from + 3]!];
}

function cubicTaps(input: number, output: number): CubicTaps {
  const first = new Int32Array(output), weights = new Int16Array(output * 4);
  const scale = inputsPerOutput(input, output);
  for (let i = 0; i < output; i++) {
    const at = Math.fround((i + 0.5) * scale - 0.5);
    const whole = Math.floor(at);
    const exact = cubicWeights(Math.fround(at - whole));
    first[i] = whole - 1;
    for (let k = 0; k < 4; k++) weights[4 * i + k] = roundHalfToEven(exact[k]! * ONE);
  }
  return { first, weights };
}

/**
 * Computes the weights of the inputs at −1, 0, 1 and 2 for a position `x` in [0, 1), each operation rounded to
 * float32.
 */
function cubicWeights(x: number): readonly [number, number, number, number] {
  const f = Math.fround;
  const past = f(x + 1), rest = f(1 - x);
  const before = f(f(f(f(f(f(-0.75 * past) + 3.75) * past) - 6) * past) + 3);
  const here = f(f(f(f(f(1.25 * x) - 2.25) * x) * x) + 1);
  const next = f(f(f(f(f(1.25 * rest) - 2.25) * rest) * rest) + 1);
  return [before, here, next, f(f(f(1 - before) - here) - next)];
}

/**
 * Creates a function that returns the address of a row's horizontally resampled line, with border rows repeated
 * outside the image. It caches the last four rows.
 */
function linesOf(
  source: RgbWindow,
  { kernels, columns, at, stride }: {
    kernels: PixelKernels;
    columns: CubicTaps;
    at: Readonly<Record<"row" | "first" | "weights" | "lines", number>>;
    stride: number;
  },
): (y: number) => number {
  const { buffer } = kernels.memory;
  const outputs = columns.first.length;
  const pixels = columns.first.map((first) => at.row + (first + BORDER) * 3);
  new Int32Array(buffer, at.first, outputs).set(pixels);
  new Int16Array(buffer, at.weights, outputs * 4).set(columns.weights);
  const row = new Uint8Array(buffer, at.row, (source.width + 2 * BORDER) * 3);
  const inSlot = [-1, -1, -1, -1];
  return (wanted) => {
    const y = Math.min(Math.max(wanted, 0), source.height - 1);
    const line = at.lines + y % 4 * stride;
    if (inSlot[y % 4] !== y) {
      copyWithBorder(source, row, y);
      kernels.cubicLine(line, at.first, at.weights, outputs);
      inSlot[y % 4] = y;
    }
    return line;
  };
}

/** Copies row `y` with its first and last pixel repeated on either side. */
function copyWithBorder({ data, start, stride, width }: RgbWindow, row: Uint8Array, y: number) {
  const from = start + y * stride, end = (BORDER + width) * 3;
  row.set(data.subarray(from, from + width * 3), BORDER * 3);
  for (let pixel = 0; pixel < BORDER; pixel++) {
    row.copyWithin(pixel * 3, BORDER * 3, (BORDER + 1) * 3);
    row.copyWithin(end + pixel * 3, end - 3, end);
  }
}
