import { deepEqual, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import { fillGaps, smoothSeries } from "../../src/demo/temporal_smoothing.ts";

const values = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), {
  minLength: 1,
  maxLength: 40,
});

Deno.test("smoothSeries stays within the range of its values and leaves a constant alone", () => {
  fc.assert(fc.property(values, fc.double({ min: 0.1, max: 5, noNaN: true }), (list, sigma) => {
    const smooth = smoothSeries(Float64Array.from(list), sigma);
    const low = Math.min(...list) - 1e-9, high = Math.max(...list) + 1e-9;
    ok(smooth.every((value) => value >= low && value <= high));
  }));
});

Deno.test("smoothSeries weighs neighbours as a Gaussian does", () => {
  const smooth = smoothSeries(Float64Array.of(0, 0, 0, 0, 1, 0, 0, 0, 0), 1);
  ok(Math.abs(smooth[5]! / smooth[4]! - Math.exp(-0.5)) < 1e-12);
  deepEqual([...smooth], [...smooth].reverse());
});

Deno.test("smoothSeries with sigma 0 changes nothing", () => {
  deepEqual([...smoothSeries(Float64Array.of(3, 1, 2), 0)], [3, 1, 2]);
});

Deno.test("fillGaps draws straight lines between neighbours and holds the ends", () => {
  const gaps = Float64Array.of(NaN, 2, NaN, NaN, 8, NaN);
  deepEqual([...fillGaps(gaps)], [2, 2, 4, 6, 8, 8]);
});

Deno.test("fillGaps refuses a series without a value", () => {
  throws(() => fillGaps(Float64Array.of(NaN, NaN)), RangeError);
});
