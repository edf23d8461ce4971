import assert from "node:assert/strict";
import { drawsFor } from "../../../src/analysis/comparison/draws_for.ts";

Deno.test("draws grow with the comparisons, so that the smallest p can be significant after correction", () => {
  const few = { draws: 2000, differences: 5, groups: 100 };
  assert.equal(drawsFor({ ...few, comparisons: 25 }), 2000);
  for (const comparisons of [26, 100, 1000]) {
    const draws = drawsFor({ ...few, comparisons });
    assert.ok(comparisons * 2 / (draws + 1) <= 0.025);
  }
});

Deno.test("in very large runs there are as many draws as there is time for, and never fewer than for few", () => {
  const large = { draws: 2000, comparisons: 1000, differences: 1000, groups: 5000 };
  assert.equal(drawsFor(large), 2000);
  assert.equal(drawsFor({ ...large, groups: 200 }), 10_000);
});
