import { type FloatFormat, roundTo } from "./float_format.ts";
import { pairwiseSum } from "./pairwise_sum.ts";

/** Elements that NumPy converts at a time when it adds float16 in float32 (`np.getbufsize()`). */
const CONVERSION_BUFFER = 8192;

/**
 * `np.mean` of a contiguous one-dimensional array, to the last bit: the sum in the format (float16: in
 * float32), divided in float64, the quotient rounded to the format.
 * @param values at least one, each exact in `format`
 * @throws RangeError for no values
 */
export function mean(values: Float64Array, format: FloatFormat): number {
  if (values.length === 0) throw new RangeError("no values have no mean");
  const sum = format === "float16" ? float16Sum(values) : pairwiseSum(values, format);
  return roundTo(format, sum / values.length);
}

/** Pairwise within each buffer of converted elements, the buffers' sums added one by one. */
function float16Sum(values: Float64Array): number {
  let total = 0;
  for (let start = 0; start < values.length; start += CONVERSION_BUFFER) {
    const part = values.subarray(start, start + CONVERSION_BUFFER);
    total = Math.fround(total + pairwiseSum(part, "float32"));
  }
  return total;
}
