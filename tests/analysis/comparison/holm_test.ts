import assert from "node:assert/strict";
import fc from "fast-check";
import { holmAdjusted } from "../../../src/analysis/comparison/holm.ts";

const pValues = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 12 });

/** Steps down: the smallest p against α/m, the next against α/(m − 1), … until one fails. */
function naiveRejections(given: readonly (number | null)[], level: number): boolean[] {
  const rejected = given.map(() => false);
  const tested = given.filter((p) => p !== null).length;
  for (let left = tested; left > 0; left--) {
    const open = given.flatMap((p, k) => p === null || rejected[k] ? [] : [{ p, k }]);
    const smallest = open.reduce((a, b) => (b.p < a.p ? b : a));
    if (smallest.p > level / left) break;
    rejected[smallest.k] = true;
  }
  return rejected;
}

Deno.test("an adjusted p is at most α exactly where Holm's steps reject", () => {
  fc.assert(
    fc.property(pValues, fc.double({ min: 0.01, max: 0.3, noNaN: true }), (given, level) => {
      const adjusted = holmAdjusted(given);
      // Away from the very edge, where rounding decides.
      if (adjusted.some((p) => p !== null && Math.abs(p - level) < 1e-12)) return;
      assert.deepEqual(
        adjusted.map((p) => p !== null && p <= level),
        naiveRejections(given, level),
      );
    }),
  );
});

Deno.test("the example of the textbooks", () => {
  const adjusted = holmAdjusted([0.01, null, 0.04, 0.03, 0.005]);
  [0.03, null, 0.06, 0.06, 0.02].forEach((expected, k) => {
    if (expected === null) assert.equal(adjusted[k], null);
    else assert.ok(Math.abs((adjusted[k] ?? NaN) - expected) < 1e-12);
  });
});

Deno.test("one p alone stays what it is, and none is above 1", () => {
  assert.deepEqual(holmAdjusted([0.04]), [0.04]);
  assert.deepEqual(holmAdjusted([0.9, 0.8]), [1, 1]);
  assert.deepEqual(holmAdjusted([]), []);
});
