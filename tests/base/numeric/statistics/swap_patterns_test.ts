import assert from "node:assert/strict";
import { allSwaps, randomSwaps } from "../../../../src/base/numeric/statistics/swap_patterns.ts";

Deno.test("all swaps and their mirror images are all patterns, each once", () => {
  const half = Array.from(allSwaps(5), (pattern) => pattern.join(""));
  const mirrored = half.map((bits) => [...bits].map((bit) => 1 - Number(bit)).join(""));
  assert.equal(half.length, 16);
  assert.equal(new Set([...half, ...mirrored]).size, 32);
  assert.ok(half.every((bits) => bits[0] === "0"));
});

Deno.test("random swaps are the seed's, and each pair is swapped half the time", () => {
  const draw = (seed: number) =>
    Array.from(randomSwaps(6, { draws: 4000, seed }), (pattern) => pattern.join(""));
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
  for (let k = 0; k < 6; k++) {
    const swapped = draw(3).filter((bits) => bits[k] === "1").length;
    assert.ok(Math.abs(swapped - 2000) < 4 * Math.sqrt(1000));
  }
});
