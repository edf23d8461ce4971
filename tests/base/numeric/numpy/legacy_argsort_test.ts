import assert from "node:assert/strict";
import fc from "fast-check";
import { legacyArgsort } from "../../../../src/base/numeric/numpy/legacy_argsort.ts";
import golden from "../../../golden/numpy_argsort.json" with { type: "json" };

Deno.test("equal values are ordered as by NumPy", () => {
  for (const [values, order] of golden.cases) assert.deepEqual(legacyArgsort(values!), order);
});

Deno.test("it is a permutation that sorts, and short lists are sorted stably", () => {
  const values = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 });
  fc.assert(fc.property(values, (list) => {
    const order = legacyArgsort(list);
    assert.deepEqual(order.map((i) => list[i]), [...list].sort((a, b) => a - b));
    assert.deepEqual([...order].sort((a, b) => a - b), [...list.keys()]);
    const short = list.slice(0, 16);
    assert.deepEqual(legacyArgsort(short), [...short.keys()].sort((a, b) => short[a]! - short[b]!));
  }));
});
