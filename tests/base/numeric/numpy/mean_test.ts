import { equal, ok, throws } from "node:assert/strict";
import { mean } from "../../../../src/base/numeric/numpy/mean.ts";
import { numpyMeans, scoresOf } from "../../../numpy_means.ts";

Deno.test("the mean of hashed arrays equals NumPy's in every format and at every border of length", () => {
  for (const golden of numpyMeans()) {
    const { format, length, seed } = golden;
    equal(mean(scoresOf(golden), format), golden.mean, `${format}, ${length} values, seed ${seed}`);
  }
});

Deno.test("float16 is summed in float32, where float16 would stop counting at 2048", () => {
  equal(mean(new Float64Array(5000).fill(1), "float16"), 1);
});

Deno.test("float32 is summed in float32: smaller parts are lost", () => {
  const values = Float64Array.of(1, 2 ** -24, 2 ** -24, 0);
  equal(mean(values, "float32"), 0.25);
  ok(mean(values, "float64") > 0.25);
});

Deno.test("the mean of no values is refused", () => {
  throws(() => mean(new Float64Array(0), "float32"), RangeError);
});
