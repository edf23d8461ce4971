import assert from "node:assert/strict";
import fc from "fast-check";
import { fairCoinTail } from "../../../../src/base/numeric/statistics/fair_coin_tail.ts";

/** Pascal's triangle in whole numbers. */
function naiveTail(heads: number, tosses: number): number {
  let row = [1n];
  for (let n = 0; n < tosses; n++) row = [1n, ...row.map((c, k) => c + (row[k + 1] ?? 0n))];
  const ways = row.slice(0, heads + 1).reduce((sum, count) => sum + count, 0n);
  return Number(ways * 10n ** 18n / 2n ** BigInt(tosses)) / 1e18;
}

Deno.test("the tail equals that of Pascal's triangle", () => {
  const cases = fc.nat(60).chain((tosses) => fc.tuple(fc.nat(tosses), fc.constant(tosses)));
  fc.assert(fc.property(cases, ([heads, tosses]) => {
    assert.ok(Math.abs(fairCoinTail(heads, tosses) - naiveTail(heads, tosses)) < 1e-13);
  }));
});

Deno.test("very small probabilities keep their precision", () => {
  // SciPy 1.17.1: binom.cdf(1039, 2974, 0.5)
  assert.ok(Math.abs(fairCoinTail(1039, 2974) / 9.566242237678294e-62 - 1) < 1e-10);
  assert.ok(Math.abs(fairCoinTail(0, 1000) * 2 ** 1000 - 1) < 1e-12);
});

Deno.test("more heads than tosses are refused", () => {
  assert.throws(() => fairCoinTail(3, 2), RangeError);
  assert.throws(() => fairCoinTail(-1, 2), RangeError);
});
