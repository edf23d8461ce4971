import assert from "node:assert/strict";
import fc from "fast-check";
import { quantile } from "../../../../src/base/numeric/statistics/quantile.ts";

Deno.test("quantiles equal NumPy's in known cases", () => {
  assert.equal(quantile([1, 2, 3, 4], 0.5), 2.5);
  assert.equal(quantile([1, 2, 3, 4], 0.25), 1.75);
  assert.equal(quantile([7], 0.3), 7);
  assert.equal(quantile([0, 10], 0.975), 9.75);
});

Deno.test("a quantile lies between the smallest and the largest, and grows with its fraction", () => {
  const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 });
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(values, fraction, fraction, (drawn, a, b) => {
    const sorted = Float64Array.from(drawn).sort();
    const low = quantile(sorted, Math.min(a, b)), high = quantile(sorted, Math.max(a, b));
    assert.ok(low <= high + 1e-9);
    assert.ok(low >= sorted[0]! - 1e-9 && high <= sorted[sorted.length - 1]! + 1e-9);
  }));
});

Deno.test("the ends are the smallest and the largest", () => {
  assert.equal(quantile([1, 5, 9], 0), 1);
  assert.equal(quantile([1, 5, 9], 1), 9);
});

Deno.test("no values, or a fraction outside, are refused", () => {
  assert.throws(() => quantile([], 0.5), RangeError);
  for (const fraction of [-0.1, 1.1, NaN]) {
    assert.throws(() => quantile([1], fraction), RangeError);
  }
});
