import { type PixelKernels, pixelKernels, placesIn } from "../wasm/pixel_kernels.ts";
import type { RgbPixels } from "../images/rgb_window.ts";

/** Fraction bits of the weights: 32 bits minus 8-bit values and headroom. */
const WEIGHT_BITS = 22;

/** Inputs on each side of an unscaled bicubic output. */
const BICUBIC_REACH = 2;

/** Rows buffered between the two passes: as many as the kernels take, and at least the 13 that 3 → 1 needs. */
const RING_ROWS = 16;

/** Inputs of an output away from the border on an even axis. */
const EVEN_TAPS = 8;

/**
 * Halves an image, sides rounded down, exactly like Pillow's `Image.resize((w // 2, h // 2))`: bicubic with
 * antialias, horizontal pass first, rounded to 8 bits between the passes. A side of one pixel becomes 0, where
 * Pillow raises.
 */
export function halfSize(image: RgbPixels): RgbPixels {
  return halfSizes()(image);
}

/** Creates a function that halves images in reusable memory: each result is valid until the next call. */
export function halfSizes(): (image: RgbPixels) => RgbPixels {
  const kernels = pixelKernels();
  let bench: Workbench | null = null;
  return (image) => {
    const width = image.width >> 1, height = image.height >> 1;
    if (width === 0 || height === 0) return { width, height, data: new Uint8Array() };
    if (bench?.width !== image.width || bench.height !== image.height) {
      bench = workbench(kernels, image);
    }
    halve(image.data, bench);
    return { width, height, data: bench.half };
  };
}

/** Buffers and weights for images of one size. */
interface Workbench {
  readonly kernels: PixelKernels;
  /** Pixels of the image. */
  readonly width: number;
  /** Pixels of the image. */
  readonly height: number;
  readonly across: ResamplingTaps;
  readonly down: ResamplingTaps;
  /** Addresses in the kernels' memory. */
  readonly at: Readonly<Record<keyof ReturnType<typeof sizesOf>, number>>;
  /** Distance between rows of the ring, bytes. */
  readonly stride: number;
  /** Buffer for the row that is resampled next. */
  readonly row: Uint8Array;
  readonly half: Uint8Array;
}

function workbench(
  kernels: PixelKernels,
  { width, height }: { readonly width: number; readonly height: number },
): Workbench {
  const across = bicubicTaps(width, width >> 1), down = bicubicTaps(height, height >> 1);
  const stride = ((width >> 1) * 3 + 31) & ~15;
  const at = placesIn(kernels.memory, sizesOf({ width, height, across, down, stride }));
  const { buffer } = kernels.memory;
  const tables = new Int32Array(buffer);
  tables.set(across.first, at.first / 4);
  tables.set(across.count, at.count / 4);
  tables.set(across.weights, at.weights / 4);
  tables.set(down.weights, at.downWeights / 4);
  return {
    ...{ kernels, width, height, across, down, at, stride },
    row: new Uint8Array(buffer, at.row, width * 3),
    half: new Uint8Array(buffer, at.half, (width >> 1) * (height >> 1) * 3),
  };
}

/** Computes the sizes of the buffers in the kernels' memory, bytes. */
function sizesOf(
  { width, height, across, down, stride }: Pick<
    Workbench,
    "width" | "height" | "across" | "down" | "stride"
  >,
) {
  return {
    first: across.first.byteLength,
    count: across.count.byteLength,
    weights: across.weights.byteLength,
    downWeights: down.weights.byteLength,
    row: width * 3,
    even: stride,
    odd: stride,
    ring: RING_ROWS * stride,
    half: (width >> 1) * (height >> 1) * 3,
  };
}

function halve(data: Uint8Array, bench: Workbench): void {
  const { width, height, down, row } = bench;
  for (let y = 0, ready = 0; y < height >> 1; y++) {
    for (const end = down.first[y]! + down.count[y]!; ready < end; ready++) {
      row.set(data.subarray(ready * width * 3, (ready + 1) * width * 3));
      resampleRow(ready, bench);
    }
    resampleColumns(y, bench);
  }
}

/** Resamples the current row horizontally into its slot of the ring. */
function resampleRow(y: number, { kernels, width, across, at, stride }: Workbench): void {
  const target = at.ring + y % RING_ROWS * stride, outputs = width >> 1;
  const { first, count, weights } = at;
  let done = 0;
  if (width % 2 === 0 && outputs > 4) {
    kernels.halveRow(at.row, target, at.even, at.odd, width);
    // The border truncates the taps of two outputs at either end.
    kernels.weighRow(at.row, target, 0, 2, first, count, weights, across.width);
    done = outputs - 2;
  }
  kernels.weighRow(at.row, target, done, outputs, first, count, weights, across.width);
}

/** Computes row `y` of the result vertically from the ring. */
function resampleColumns(y: number, { kernels, width, height, down, at, stride }: Workbench): void {
  const { ring } = at, values = (width >> 1) * 3, target = at.half + y * values;
  const first = down.first[y]!, count = down.count[y]!;
  if (height % 2 === 0 && count === EVEN_TAPS) {
    kernels.halveRows(target, values, ring, stride, first);
  } else {
    const weights = at.downWeights + 4 * y * down.width;
    kernels.weighRows(target, values, ring, stride, first, count, weights);
  }
}

/** Fixed-point weights of a one-dimensional resampling: output i starts at input `first[i]`. */
interface ResamplingTaps {
  /** First input of each output. */
  readonly first: Int32Array;
  /** Number of inputs of each output, at most `width`. */
  readonly count: Int32Array;
  /** Weights, `[outputs][width]`, in units of 2⁻²². */
  readonly weights: Int32Array;
  readonly width: number;
}

/**
 * Computes weights of Pillow's bicubic filter (a = −0.5) for resampling `input` to `output` samples: for
 * shrinking the filter is widened by the scale, at the border it is truncated and normalised again.
 * Source: Pillow `src/libImaging/Resample.c`, `precompute_coeffs` and `normalize_coeffs_8bpc`.
 */
function bicubicTaps(input: number, output: number): ResamplingTaps {
  const scale = input / output;
  const stretch = Math.max(scale, 1);
  const reach = BICUBIC_REACH * stretch;
  const width = Math.ceil(reach) * 2 + 1;
  const first = new Int32Array(output), count = new Int32Array(output);
  const weights = new Int32Array(output * width);
  for (let i = 0; i < output; i++) {
    const centre = (i + 0.5) * scale;
    first[i] = Math.max(0, Math.trunc(centre - reach + 0.5));
    count[i] = Math.min(input, Math.trunc(centre + reach + 0.5)) - first[i]!;
    const exact = Array.from(
      { length: count[i]! },
      (_, k) => bicubic((k + first[i]! - centre + 0.5) * (1 / stretch)),
    );
    const sum = exact.reduce((total, weight) => total + weight, 0);
    exact.forEach((weight, k) => weights[i * width + k] = fixedPoint(weight / sum));
  }
  return { first, count, weights, width };
}

/** Rounds to a multiple of 2⁻²², ties away from zero. */
function fixedPoint(weight: number): number {
  return Math.trunc(weight * 2 ** WEIGHT_BITS + (weight < 0 ? -0.5 : 0.5));
}

/** Computes Keys' cubic with a = −0.5, in Pillow's order of operations. */
function bicubic(distance: number): number {
  const x = Math.abs(distance);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * -0.5 : 0;
}
