import { enlargeLinearly } from "./area_enlarge.ts";
import { inputsPerOutput } from "./opencv_rounding.ts";
import { type PixelKernels, pixelKernels, placesIn } from "../wasm/pixel_kernels.ts";
import { type Resize, type RgbWindow, saturating } from "../images/rgb_window.ts";

/** Difference below which OpenCV treats a scale as an integer. */
const DOUBLE_EPSILON = 2 ** -52;

/** Smallest coverage at which a partly covered input counts. */
const LEAST_COVER = 1e-3;

/**
 * Resizes `source` into `target` like OpenCV's `INTER_AREA`: the mean of the inputs that an output covers, or
 * linear interpolation with area-style coefficients if either axis grows. Bit for bit what OpenCV computes
 * without fused multiply-add: float32, inputs left to right, then rows top to bottom, ties to even.
 * Source: OpenCV `modules/imgproc/src/resize.cpp`.
 */
export const resizeArea: Resize = (source, target) => areaResizes()(source, target);

/** Creates a resizer that reuses its memory. */
export function areaResizes(): Resize {
  const kernels = pixelKernels();
  return (source, target) => {
    const across = inputsPerOutput(source.width, target.width);
    const down = inputsPerOutput(source.height, target.height);
    if (across < 1 || down < 1) enlargeLinearly(source, target);
    else if (isWhole(across) && isWhole(down)) {
      averageBlocks(source, target, { columns: Math.round(across), rows: Math.round(down) });
    } else averageCells(source, target, { across, down, kernels });
  };
}

function isWhole(scale: number): boolean {
  return Math.abs(scale - Math.round(scale)) < DOUBLE_EPSILON;
}

/** Averages blocks with integer sums, when both axes shrink by integers. */
function averageBlocks(
  source: RgbWindow,
  target: RgbWindow,
  { columns, rows }: { columns: number; rows: number },
): void {
  const out = saturating(target);
  const halving = columns === 2 && rows === 2;
  const weight = Math.fround(1 / (columns * rows));
  const sums = new Int32Array(target.width * 3);
  for (let y = 0; y < target.height; y++) {
    sums.fill(0);
    for (let row = y * rows; row < (y + 1) * rows; row++) {
      addBlocks(source, sums, { y: row, columns });
    }
    for (let i = 0, to = target.start + y * target.stride; i < sums.length; i++, to++) {
      out[to] = halving ? (sums[i]! + 2) >> 2 : Math.fround(Math.fround(sums[i]!) * weight);
    }
  }
}

/** Adds row `y` to each block's sum. */
function addBlocks(
  { data, start, stride }: RgbWindow,
  sums: Int32Array,
  { y, columns }: { y: number; columns: number },
): void {
  let at = start + y * stride;
  for (let i = 0; i < sums.length; i += 3) {
    let red = 0, green = 0, blue = 0;
    for (const end = at + columns * 3; at < end; at += 3) {
      red += data[at]!;
      green += data[at + 1]!;
      blue += data[at + 2]!;
    }
    sums[i]! += red;
    sums[i + 1]! += green;
    sums[i + 2]! += blue;
  }
}

/** Inputs of each output along one axis, with their weights. */
interface Cells {
  /** First input of each output. */
  readonly first: Int32Array;
  /** Index of each output's first weight; one more entry than outputs. */
  readonly begin: Int32Array;
  /** Float32 values. */
  readonly weights: Float32Array;
}

function cellsOf(input: number, { output, scale }: { output: number; scale: number }): Cells {
  const first = new Int32Array(output), begin = new Int32Array(output + 1);
  const weights: number[] = [];
  for (let i = 0; i < output; i++) {
    const from = i * scale, to = from + scale;
    const width = Math.min(scale, input - from);
    const lastWhole = Math.min(Math.floor(to), input - 1);
    const firstWhole = Math.min(Math.ceil(from), lastWhole);
    const partBefore = firstWhole - from > LEAST_COVER;
    first[i] = partBefore ? firstWhole - 1 : firstWhole;
    if (partBefore) weights.push((firstWhole - from) / width);
    for (let k = firstWhole; k < lastWhole; k++) weights.push(1 / width);
    const rest = to - lastWhole;
    if (rest > LEAST_COVER) weights.push(Math.min(rest, 1, width) / width);
    begin[i + 1] = weights.length;
  }
  return { first, begin, weights: Float32Array.from(weights) };
}

/** Averages weighted cells, when both axes shrink, at least one by a non-integer factor. */
function averageCells(
  source: RgbWindow,
  target: RgbWindow,
  { across, down, kernels }: { across: number; down: number; kernels: PixelKernels },
): void {
  const columns = cellsOf(source.width, { output: target.width, scale: across });
  const rows = cellsOf(source.height, { output: target.height, scale: down });
  const values = target.width * 3;
  const at = placesIn(kernels.memory, {
    row: source.width * 3,
    first: columns.first.byteLength,
    begin: columns.begin.byteLength,
    weights: columns.weights.byteLength,
    line: values * 4,
    sums: values * 4,
    out: values,
  });
  const { buffer } = kernels.memory;
  new Int32Array(buffer, at.first).set(columns.first);
  new Int32Array(buffer, at.begin).set(columns.begin);
  new Float32Array(buffer, at.weights).set(columns.weights);
  const row = new Uint8Array(buffer, at.row, source.width * 3);
  const out = new Uint8Array(buffer, at.out, values);
  let inLine = -1;
  for (let y = 0; y < target.height; y++) {
    for (let k = rows.begin[y]!; k < rows.begin[y + 1]!; k++) {
      const wanted = rows.first[y]! + k - rows.begin[y]!;
      if (wanted !== inLine) {
        const from = source.start + wanted * source.stride;
        row.set(source.data.subarray(from, from + row.length));
        kernels.areaLine(at.row, at.line, target.width, at.first, at.begin, at.weights);
      }
      inLine = wanted;
      kernels.addLine(at.sums, at.line, values, rows.weights[k]!, k === rows.begin[y] ? 1 : 0);
    }
    kernels.roundRow(at.out, at.sums, values);
    target.data.set(out, target.start + y * target.stride);
  }
}
