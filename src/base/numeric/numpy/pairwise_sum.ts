/** Formats that NumPy adds in; float16 is added in float32. */
export type SumFormat = "float32" | "float64";

type Round = (value: number) => number;

/** Below this, a plain loop: also the number of running sums of a block. */
const LANES = 8;
/** Up to this, one block of running sums; above, the array is halved. */
const BLOCK = 128;

/**
 * `np.add.reduce` of a contiguous array, to the last bit: every addition is rounded to `format`.
 * Source: NumPy's `@TYPE@_pairwise_sum`.
 * @param values any number of values, each exact in `format`; nothing adds to 0
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
    lanes[i % LANES] = round(lanes[i % LANES] + values[i]);
  }
  while (lanes.length > 1) lanes = neighbourSums(lanes, round); // [8] → [4] → [2] → [1]
  return addOneByOne(lanes[0], values.subarray(rest), round);
}

function neighbourSums(values: Float64Array, round: Round): Float64Array<ArrayBuffer> {
  return Float64Array.from(
    { length: values.length / 2 },
    (_, i) => round(values[2 * i] + values[2 * i + 1]),
  );
}

function addOneByOne(start: number, values: Float64Array, round: Round): number {
  return values.reduce((total, value) => round(total + value), start);
}
