import assert from "node:assert/strict";
import fc from "fast-check";
import {
  normalQuantile,
  normalTail,
} from "../../../../src/base/numeric/statistics/normal_distribution.ts";

/** [z, P(Z > z)] by SciPy 1.17.1 (`norm.sf`). */
const TAILS: readonly (readonly [number, number])[] = [
  [-3, 0.9986501019683699],
  [0, 0.5],
  [0.5, 0.3085375387259869],
  [1.96, 0.024997895148220435],
  [2.5, 0.006209665325776132],
  [5, 2.866515718791933e-7],
  [10, 7.61985302416047e-24],
  [30.919756186333963, 3.2408352065783736e-210],
  [37, 5.7255712225239266e-300],
];

Deno.test("tails equal SciPy's to twelve significant digits", () => {
  for (const [z, tail] of TAILS) assert.ok(Math.abs(normalTail(z) / tail - 1) < 1e-12, `${z}`);
});

Deno.test("the quantile inverts the distribution function", () => {
  assert.ok(Math.abs(normalQuantile(0.975) - 1.959963984540054) < 1e-13);
  fc.assert(fc.property(fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true }), (share) => {
    const z = normalQuantile(share);
    assert.ok(Math.abs(normalTail(-z) - share) < 1e-12);
  }));
});

Deno.test("the tail is continuous where series and fraction meet", () => {
  let before = 1;
  for (let z = 2.49; z < 2.51; z += 1e-4) {
    const tail = normalTail(z);
    assert.ok(tail < before);
    before = tail;
  }
});

Deno.test("a share outside [0, 1] is refused, and its ends give ∓40", () => {
  for (const share of [-0.1, 1.1, NaN]) assert.throws(() => normalQuantile(share), RangeError);
  assert.ok(normalQuantile(0) < -37 && normalQuantile(1) > 37);
});
