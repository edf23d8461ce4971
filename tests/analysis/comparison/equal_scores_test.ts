import assert from "node:assert/strict";
import fc from "fast-check";
import { contrastKey, firstEqualScores } from "../../../src/analysis/comparison/equal_scores.ts";

Deno.test("each list of scores has the place of the first that is equal", () => {
  const few = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 2, maxLength: 2 });
  fc.assert(fc.property(fc.array(few, { maxLength: 12 }), (lists) => {
    const texts = lists.map((list) => list.join());
    assert.deepEqual(
      firstEqualScores(lists.map((list) => Float64Array.from(list))),
      texts.map((text) => texts.indexOf(text)),
    );
  }));
});

Deno.test("contrasts of equal scores have equal keys, and one that cancels out has none", () => {
  const firstEqual = [0, 1, 1, 0, 4];
  const key = (...terms: readonly (readonly [number, number])[]) =>
    contrastKey(terms.map(([variant, coefficient]) => ({ variant, coefficient })), firstEqual);
  assert.equal(key([1, 1], [0, -1]), key([3, -1], [2, 1]));
  assert.notEqual(key([1, 1], [0, -1]), key([4, 1], [0, -1]));
  assert.notEqual(key([1, 1], [0, -1]), key([0, 1], [1, -1]));
  assert.equal(key([0, 1], [3, -1]), null);
  // Thirds do not add up to one exactly.
  assert.equal(key([1, 1 / 3], [2, 1 / 3], [1, 1 / 3], [2, -1]), null);
});
