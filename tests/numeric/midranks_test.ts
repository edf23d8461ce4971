import assert from "node:assert/strict";
import fc from "fast-check";
import { midranks } from "../../src/numeric/midranks.ts";

Deno.test("a rank is one more than the smaller values and half the equal others", () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -4, max: 4 })), (drawn) => {
    const ranks = midranks(Float64Array.from(drawn));
    drawn.forEach((value, k) => {
      const smaller = drawn.filter((other) => other < value).length;
      const equal = drawn.filter((other) => other === value).length;
      assert.equal(ranks[k], smaller + (equal + 1) / 2);
    });
  }));
});
