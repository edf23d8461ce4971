import { halveEvenRow, halveEvenRows } from "./halve_even.ts";
import { bicubicTaps, type ResamplingTaps, WEIGHT_BITS } from "./pillow_taps.ts";
import type { RgbPixels } from "./rgb_window.ts";

/** Rows kept between the two passes: a power of two, at least the 13 that 3 → 1 needs. */
const RING_ROWS = 16;

/** Rows already resampled horizontally, the latest `RING_ROWS` of them. */
interface RowRing {
  /** `[RING_ROWS][stride]`. */
  readonly data: Uint8ClampedArray;
  /** Values from one row to the next, a multiple of 4. */
  readonly stride: number;
}

/**
 * `image` at half its size, rounded down, exactly as Pillow's `Image.resize((w // 2, h // 2))` makes it:
 * bicubic with antialias, columns first, rounded to 8 bits between the passes. A side of one pixel becomes
 * none, where Pillow raises.
 */
export function halfSize(image: RgbPixels): RgbPixels {
  const width = image.width >> 1, height = image.height >> 1;
  const half = { width, height, data: new Uint8Array(width * height * 3) };
  if (half.data.length === 0) return half;

  const across = bicubicTaps(image.width, width), down = bicubicTaps(image.height, height);
  const stride = (width * 3 + 3) & ~3;
  const ring = { data: new Uint8ClampedArray(RING_ROWS * stride), stride };
  const averageRow = rowAverager(ring, width * 3);
  let ready = 0;
  for (let y = 0; y < height; y++) {
    for (const end = down.first[y] + down.count[y]; ready < end; ready++) {
      resampleRow(image, { row: ready, taps: across, ring });
    }
    half.data.set(averageRow(down, { y, even: image.height % 2 === 0 }), y * width * 3);
  }
  return half;
}

/** Resamples one row of `image` horizontally into its slot of the ring. */
function resampleRow(
  image: RgbPixels,
  { row, taps, ring }: { row: number; taps: ResamplingTaps; ring: RowRing },
): void {
  const width = image.width >> 1;
  const from = row * image.width * 3, to = (row % RING_ROWS) * ring.stride;
  let done = 0;
  if (image.width % 2 === 0 && width > 4) {
    // The two outputs at either end see the border; the rest have eight taps each.
    weighPixels(image.data, ring.data, { taps, from, to, begin: 0, end: 2 });
    done = 2 +
      halveEvenRow(image.data, ring.data, { from: from + 3, to: to + 6, count: width - 4 });
  }
  weighPixels(image.data, ring.data, { taps, from, to, begin: done, end: width });
}

/** Horizontal pass for any size: outputs `begin` to `end` of a row. */
function weighPixels(
  source: Uint8Array,
  target: Uint8ClampedArray,
  options: { taps: ResamplingTaps; from: number; to: number; begin: number; end: number },
): void {
  const { taps: { first, count, weights, width }, from, to, begin, end } = options;
  for (let x = begin; x < end; x++) {
    let red = 1 << (WEIGHT_BITS - 1), green = red, blue = red;
    let pixel = from + first[x] * 3;
    for (let k = x * width, last = k + count[x]; k < last; k++, pixel += 3) {
      const weight = weights[k];
      red += Math.imul(source[pixel], weight);
      green += Math.imul(source[pixel + 1], weight);
      blue += Math.imul(source[pixel + 2], weight);
    }
    target[to + x * 3] = red >> WEIGHT_BITS;
    target[to + x * 3 + 1] = green >> WEIGHT_BITS;
    target[to + x * 3 + 2] = blue >> WEIGHT_BITS;
  }
}

/** Makes the vertical pass over a ring: a function that gives an output row, valid until its next call. */
function rowAverager(ring: RowRing, values: number) {
  const words = new Int32Array(ring.data.buffer);
  const sums = new Int32Array(values), starts = new Int32Array(8);
  const row = new Uint8ClampedArray(ring.stride);
  const rowWords = new Int32Array(row.buffer), rowValues = row.subarray(0, values);

  return (taps: ResamplingTaps, { y, even }: { y: number; even: boolean }): Uint8ClampedArray => {
    const first = taps.first[y], count = taps.count[y];
    if (even && count === 8) {
      for (let k = 0; k < 8; k++) starts[k] = ((first + k) % RING_ROWS) * ring.stride / 4;
      halveEvenRows(words, rowWords, starts);
      return rowValues;
    }
    sums.fill(1 << (WEIGHT_BITS - 1));
    for (let k = 0; k < count; k++) {
      const weight = taps.weights[y * taps.width + k];
      addWeighted(sums, ring.data, { start: ((first + k) % RING_ROWS) * ring.stride, weight });
    }
    for (let i = 0; i < values; i++) row[i] = sums[i] >> WEIGHT_BITS;
    return rowValues;
  };
}

function addWeighted(
  sums: Int32Array,
  values: Uint8ClampedArray,
  { start, weight }: { start: number; weight: number },
): void {
  for (let i = 0; i < sums.length; i++) sums[i] += Math.imul(values[start + i], weight);
}
