import assert from "node:assert/strict";
import fc from "fast-check";
import { seededRandom } from "../../../../src/base/numeric/statistics/seeded_random.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

Deno.test("every number drawn is an integer below the bound", () => {
  fc.assert(fc.property(seeds, fc.integer({ min: 1, max: 2 ** 21 }), (seed, bound) => {
    const below = seededRandom(seed);
    for (let k = 0; k < 50; k++) {
      const drawn = below(bound);
      assert.ok(Number.isInteger(drawn) && drawn >= 0 && drawn < bound);
    }
  }));
});

Deno.test("equal seeds draw equal numbers, neighbouring seeds draw others", () => {
  const draws = (seed: number) => {
    const below = seededRandom(seed);
    return Array.from({ length: 20 }, () => below(1000));
  };
  assert.deepEqual(draws(7), draws(7));
  assert.notDeepEqual(draws(7), draws(8));
});

Deno.test("all numbers below a bound come up equally often", () => {
  for (const bound of [3, 10, 48]) {
    const below = seededRandom(1);
    const counts = new Array<number>(bound).fill(0);
    const draws = 20000 * bound;
    for (let k = 0; k < draws; k++) counts[below(bound)]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 20000) ** 2 / 20000, 0);
    // Mean of chi-square is bound − 1, its standard deviation √(2 (bound − 1)).
    assert.ok(chiSquare < bound - 1 + 4 * Math.sqrt(2 * (bound - 1)), `${bound}: ${chiSquare}`);
  }
});

Deno.test("draws follow one another without correlation", () => {
  const below = seededRandom(5);
  const values = Array.from({ length: 100000 }, () => below(2 ** 20) / 2 ** 20 - 0.5);
  const lagged = values.slice(1).reduce((sum, value, k) => sum + value * values[k]!, 0);
  // Each product has the standard deviation 1/12.
  assert.ok(Math.abs(lagged) < 4 * Math.sqrt(values.length) / 12);
});

Deno.test("a seed or bound out of range is refused", () => {
  for (const seed of [-1, 0.5, 2 ** 32, NaN]) {
    assert.throws(() => seededRandom(seed), RangeError);
  }
  for (const bound of [0, -1, 2 ** 21 + 1, NaN]) {
    assert.throws(() => seededRandom(0)(bound), RangeError);
  }
});
