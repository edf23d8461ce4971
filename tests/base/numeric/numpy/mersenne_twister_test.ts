import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { mersenneTwister } from "../../../../src/base/numeric/numpy/mersenne_twister.ts";
import { sharedJson, sharedTest } from "../../../shared_data.ts";

interface Golden {
  readonly mt19937: readonly { readonly seed: number; readonly uint32: readonly number[] }[];
}

/** The textbook recurrence over one growing list, in BigInt. */
function naiveWords(seed: number, count: number): number[] {
  const x = [BigInt(seed)];
  for (let k = 1; k < 624; k++) {
    x.push(BigInt.asUintN(32, 1812433253n * (x[k - 1]! ^ (x[k - 1]! >> 30n)) + BigInt(k)));
  }
  for (let k = 0; k < count; k++) {
    const joined = (x[k]! & 0x80000000n) | (x[k + 1]! & 0x7fffffffn);
    x.push(x[k + 397]! ^ (joined >> 1n) ^ (joined % 2n === 1n ? 0x9908b0dfn : 0n));
  }
  return x.slice(624).map(naiveTemper);
}

function naiveTemper(word: bigint): number {
  let y = word ^ (word >> 11n);
  y ^= (y << 7n) & 0x9d2c5680n;
  y ^= (y << 15n) & 0xefc60000n;
  return Number(y ^ (y >> 18n));
}

function take(seed: number, count: number): number[] {
  const words = mersenneTwister(seed);
  return Array.from({ length: count }, words);
}

Deno.test("the ten thousandth word of seed 5489 is the one the C++ standard requires", () => {
  equal(take(5489, 10000)[9999], 4123659995);
});

Deno.test("words equal a naive BigInt recurrence for any seed", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
      deepEqual(take(seed, 1300), naiveWords(seed, 1300));
    }),
    { numRuns: 10, examples: [[0], [2 ** 31], [2 ** 32 - 1]] },
  );
});

Deno.test("two streams of one seed do not disturb each other", () => {
  const [one, other] = [mersenneTwister(7), mersenneTwister(7)];
  const alone = take(7, 20);
  deepEqual(Array.from({ length: 20 }, one), alone);
  deepEqual(Array.from({ length: 20 }, other), alone);
});

Deno.test("a seed that is not a 32-bit integer is refused", () => {
  for (const seed of [-1, 2 ** 32, 0.5, NaN]) throws(() => mersenneTwister(seed), RangeError);
});

sharedTest("words equal NumPy's", () => {
  for (const { seed, uint32 } of sharedJson<Golden>("golden", "sampling.json").mt19937) {
    deepEqual(take(seed, uint32.length), uint32, `seed ${seed}`);
  }
});
