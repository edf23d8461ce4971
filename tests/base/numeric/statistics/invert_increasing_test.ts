import assert from "node:assert/strict";
import { invertIncreasing } from "../../../../src/base/numeric/statistics/invert_increasing.ts";

Deno.test("the argument is found to the last bit, and a target outside gives an end", () => {
  const cube = (x: number) => x ** 3;
  assert.ok(Math.abs(invertIncreasing(cube, { target: 2, low: 0, high: 9 }) ** 3 - 2) < 1e-15 * 8);
  assert.ok(invertIncreasing(cube, { target: -5, low: 0, high: 9 }) < 1e-300);
  assert.equal(invertIncreasing(cube, { target: 1e6, low: 0, high: 9 }), 9);
});
