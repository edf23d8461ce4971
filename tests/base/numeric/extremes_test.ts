import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { largest, smallest } from "../../../src/base/numeric/extremes.ts";

Deno.test("largest and smallest agree with Math.max and Math.min", () => {
  fc.assert(
    fc.property(fc.array(fc.double()), (values) => {
      ok(Object.is(largest(values), Math.max(...values)));
      ok(Object.is(smallest(values), Math.min(...values)));
    }),
  );
});

Deno.test("largest and smallest take a million values", () => {
  const values = Array.from({ length: 1_000_000 }, (_, i) => i % 1000);
  equal(largest(values), 999);
  equal(smallest(values), 0);
});
