import assert from "node:assert/strict";
import fc from "fast-check";
import { mcNemarTest } from "../../../src/analysis/comparison/mcnemar.ts";
import { scoredPair } from "../summary/scored_pairs.ts";

Deno.test("each variant is judged at its own threshold", () => {
  const probabilities = Float64Array.of(0.4, 0.4, 0.7);
  const labels = Uint8Array.of(1, 0, 1);
  const test = mcNemarTest(
    [{ probabilities, decision: 0.4 }, { probabilities, decision: 0.5 }],
    { labels },
  );
  assert.equal(test.onlyFirstRight, 1);
  assert.equal(test.onlySecondRight, 1);
  assert.equal(test.pTwoSided, 1);
});

Deno.test("turning the two round turns the counts round and keeps p", () => {
  fc.assert(fc.property(fc.nat(1e6), (seed) => {
    const { videos, pair: [first, second] } = scoredPair({ groups: 12, gain: 0.3, seed });
    const there = mcNemarTest([first, second], videos);
    const back = mcNemarTest([second, first], videos);
    assert.equal(there.onlyFirstRight, back.onlySecondRight);
    assert.equal(there.pTwoSided, back.pTwoSided);
    assert.ok(there.pTwoSided > 0 && there.pTwoSided <= 1);
  }));
});
