import { type FloatFormat, roundTo } from "./float_format.ts";

/** Number of running sums of a block; shorter arrays use a plain loop. */
const LANES = 8;

/** Longest block of running sums; longer arrays are halved. */
const BLOCK = 128;

/** Elements that NumPy converts at a time when it adds float16 in float32 (`np.getbufsize()`). */
const CONVERSION_BUFFER = 8192;

/**
 * Computes `np.mean` of a contiguous one-dimensional array, bit for bit: the sum in the format (float16: in
 * float32), divided in float64, and rounded to the format.
 * @param values at least one, each exact in `format`
 * @throws RangeError for no values
 */
export function mean(values: Float64Array, format: FloatFormat): number {
  if (values.length === 0) throw new RangeError("the mean of no values is undefined");
  const sum = format === "float16" ? float16Sum(values) : pairwiseSum(values, format);
  return roundTo(format, sum / values.length);
}

/** Sums pairwise within each buffer of converted elements, and adds the buffers' sums sequentially. */
function float16Sum(values: Float64Array): number {
  let total = 0;
  for (let start = 0; start < values.length; start += CONVERSION_BUFFER) {
    const part = values.subarray(start, start + CONVERSION_BUFFER);
    total = Math.fround(total + pairwiseSum(part, "float32"));
  }
  return total;
}

/** Formats in which NumPy adds; float16 is added in float32. */
type SumFormat = "float32" | "float64";

type Round = (value: number) => number;

/**
 * Computes `np.add.reduce` of a contiguous array, bit for bit: every addition is rounded to `format`.
 * Source: NumPy's `@TYPE@_pairwise_sum`.
 * @param values any number of values, each exact in `format`; the sum of none is 0
 */
export function pairwiseSum(values: Float64Array, format: SumFormat): number {
  return sum(values, format === "float32" ? Math.fround : (value) => value);
}

function sum(values: Float64Array, round: Round): number {
  if (values.length < LANES) return addOneByOne(0, values, round);
  if (values.length <= BLOCK) return blockSum(values, round);
  const half = Math.floor(values.length / 2);
  const split = half - half % LANES;
  return round(sum(values.subarray(0, split), round) + sum(values.subarray(split), round));
}

function blockSum(values: Float64Array, round: Round): number {
  const rest = values.length - values.length % LANES;
  let lanes = values.slice(0, LANES); // [8]: lane j adds values[8k + j]
  for (let i = LANES; i < rest; i++) {
    lanes[i % LANES] = round(lanes[i % LANES]! + values[i]!);
  }
  while (lanes.length > 1) lanes = neighbourSums(lanes, round); // [8] → [4] → [2] → [1]
  return addOneByOne(lanes[0]!, values.subarray(rest), round);
}

function neighbourSums(values: Float64Array, round: Round): Float64Array<ArrayBuffer> {
  return Float64Array.from(
    { length: values.length / 2 },
    (_, i) => round(values[2 * i]! + values[2 * i + 1]!),
  );
}

function addOneByOne(start: number, values: Float64Array, round: Round): number {
  return values.reduce((total, value) => round(total + value), start);
}
