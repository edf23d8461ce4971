import assert from "node:assert/strict";
import { sampleDeviation } from "../../../../src/base/numeric/statistics/sample_deviation.ts";

Deno.test("the spread of a sample divides by one less than its size", () => {
  assert.equal(sampleDeviation([1, 3]), Math.SQRT2);
  assert.equal(sampleDeviation([2, 2, 2]), 0);
  assert.ok(Math.abs(sampleDeviation([1e9, 1e9 + 1, 1e9 + 2]) - 1) < 1e-9);
});

Deno.test("one value alone has no spread", () => {
  assert.throws(() => sampleDeviation([1]), RangeError);
});
