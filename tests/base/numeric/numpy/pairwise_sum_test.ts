import fc from "fast-check";
import { deepEqual, equal, ok } from "node:assert/strict";
import { pairwiseSum } from "../../../../src/base/numeric/numpy/mean.ts";

/** NumPy's C loop with its arrays as they are there: a Float32Array does the rounding. */
function naiveFloat32Sum(values: Float32Array): number {
  const n = values.length;
  const total = new Float32Array(1);
  if (n > 128) {
    const half = (n >> 1) & ~7;
    total[0] = naiveFloat32Sum(values.subarray(0, half)) + naiveFloat32Sum(values.subarray(half));
    return total[0]!;
  }
  let done = 0;
  if (n >= 8) {
    const r = new Float32Array(8);
    for (; done < n - n % 8; done += 8) for (let j = 0; j < 8; j++) r[j]! += values[done + j]!;
    const pairs = Float32Array.of(r[0]! + r[1]!, r[2]! + r[3]!, r[4]! + r[5]!, r[6]! + r[7]!);
    const halves = Float32Array.of(pairs[0]! + pairs[1]!, pairs[2]! + pairs[3]!);
    total[0] = halves[0]! + halves[1]!;
  }
  for (; done < n; done++) total[0]! += values[done]!;
  return total[0]!;
}

Deno.test("float32 sums equal a transcription of NumPy's loop", () => {
  const values = fc.float32Array({ maxLength: 700, noNaN: true, min: -1, max: 1, size: "max" });
  fc.assert(
    fc.property(values, (floats) => {
      equal(pairwiseSum(Float64Array.from(floats), "float32"), naiveFloat32Sum(floats));
    }),
    { numRuns: 300 },
  );
});

Deno.test("integers add up exactly at every length, in both formats", () => {
  for (let length = 0; length <= 600; length++) {
    const values = Float64Array.from({ length }, (_, i) => i + 1);
    equal(pairwiseSum(values, "float32"), length * (length + 1) / 2);
    equal(pairwiseSum(values, "float64"), length * (length + 1) / 2);
  }
});

Deno.test("a long float64 sum is more accurate than adding one by one", () => {
  const values = new Float64Array(100_000).fill(0.1);
  const error = (sum: number) => Math.abs(sum - 10_000);
  ok(error(pairwiseSum(values, "float64")) < error(values.reduce((total, v) => total + v, 0)));
});

Deno.test("the values are not modified", () => {
  const values = Float64Array.from({ length: 40 }, (_, i) => i / 8);
  const before = values.slice();
  pairwiseSum(values, "float64");
  deepEqual(values, before);
});
