import assert from "node:assert/strict";
import fc from "fast-check";
import {
  broadcast,
  divided,
  frontAxis,
  product,
  shifted,
  sum,
} from "../../../src/models/onnx/shape.ts";

Deno.test("adding and subtracting from a dynamic dimension cancels", () => {
  fc.assert(
    fc.property(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 }), (a, b) => {
      const side = "ceil((h-4)/2)";
      assert.equal(shifted(shifted(side, a), b), shifted(side, a + b));
      assert.equal(shifted(shifted(side, a), -a), side);
    }),
  );
});

Deno.test("known dimensions are computed, dynamic ones become formulas", () => {
  assert.equal(divided(7, { by: 2, rounding: "ceil" }), 4);
  assert.equal(divided("h", { by: 2, rounding: "ceil" }), "ceil(h/2)");
  assert.equal(divided("h-3", { by: 2, rounding: "floor" }), "floor((h-3)/2)");
  assert.equal(divided("h-3", { by: 1, rounding: "floor" }), "h-3");
  assert.equal(sum([2, "n", 3]), "n+5");
  assert.equal(product([2, "h-1", 3]), "6*(h-1)");
  assert.equal(product([0, "h"]), 0);
  assert.equal(product([]), 1);
});

Deno.test("shapes are broadcast as in NumPy", () => {
  assert.deepEqual(broadcast([["n", 3, "h", 1], [3, 1, 7]]), ["n", 3, "h", 7]);
  assert.deepEqual(broadcast([[], [2]]), [2]);
  assert.throws(() => broadcast([["h"], ["w"]]), RangeError);
  assert.throws(() => broadcast([[2], [3]]), RangeError);
});

Deno.test("axes count from either end", () => {
  assert.deepEqual([-4, -1, 0, 3].map((axis) => frontAxis(axis, 4)), [0, 3, 0, 3]);
  for (const axis of [-5, 4, 0.5]) assert.throws(() => frontAxis(axis, 4), RangeError);
});
