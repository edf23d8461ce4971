import assert from "node:assert/strict";
import { sampleDeviation } from "../../../../src/base/numeric/statistics/sample_deviation.ts";

Deno.test("the sample standard deviation divides by n − 1", () => {
  assert.equal(sampleDeviation([1, 3]), Math.SQRT2);
  assert.equal(sampleDeviation([2, 2, 2]), 0);
  assert.ok(Math.abs(sampleDeviation([1e9, 1e9 + 1, 1e9 + 2]) - 1) < 1e-9);
});

Deno.test("a single value has no standard deviation", () => {
  assert.throws(() => sampleDeviation([1]), RangeError);
});
