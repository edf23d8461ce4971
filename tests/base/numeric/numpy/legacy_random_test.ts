import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  choice,
  type IntegerDraw,
  randint,
} from "../../../../src/base/numeric/numpy/legacy_random.ts";
import {
  mersenneTwister,
  type WordStream,
} from "../../../../src/base/numeric/numpy/mersenne_twister.ts";
import { sharedJson, sharedTest } from "../../../shared_data.ts";

interface GoldenDraw extends IntegerDraw {
  readonly values: readonly number[];
}

interface Golden {
  readonly randint: readonly (GoldenDraw & {
    readonly seed: number;
    readonly next_uint32: number;
  })[];
  readonly randintSequence: readonly {
    readonly seed: number;
    readonly calls: readonly GoldenDraw[];
  }[];
}

/** NumPy's C code, transcribed in BigInt: always 64 bits wide, mask grown bit by bit. */
function naiveRandint(words: WordStream, { low, high, size }: IntegerDraw): number[] {
  const range = BigInt(high) - 1n - BigInt(low);
  let mask = 0n;
  while (mask < range) mask = mask * 2n + 1n;
  const draw = () => {
    if (range === 0n) return 0n;
    if (range <= 0xffffffffn) return BigInt(words()) & mask;
    return ((BigInt(words()) << 32n) | BigInt(words())) & mask;
  };
  return Array.from({ length: size }, () => {
    let value = draw();
    while (value > range) value = draw();
    return Number(BigInt(low) + value);
  });
}

function same(draw: IntegerDraw, seed: number): void {
  const [words, naiveOnes] = [mersenneTwister(seed), mersenneTwister(seed)];
  deepEqual([...randint(words, draw)], naiveRandint(naiveOnes, draw));
  equal(words(), naiveOnes(), "as many words are consumed");
}

Deno.test("randint after np.random.seed(0) starts with the known numbers", () => {
  deepEqual([...randint(mersenneTwister(0), { low: 0, high: 10, size: 5 })], [5, 0, 3, 3, 7]);
});

Deno.test("randint equals a naive BigInt twin for ranges of every size", () => {
  const bits = fc.integer({ min: 0, max: 52 });
  const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  fc.assert(
    fc.property(bits, fc.integer({ min: -1, max: 1 }), seeds, (bit, off, seed) => {
      const range = Math.max(0, 2 ** bit + off);
      same({ low: -Math.floor(range / 3), high: Math.ceil(range * 2 / 3) + 1, size: 9 }, seed);
    }),
  );
});

Deno.test("a range of one value consumes no words", () => {
  const words = mersenneTwister(3);
  deepEqual([...randint(words, { low: 4, high: 5, size: 3 })], [4, 4, 4]);
  equal(words(), mersenneTwister(3)());
});

Deno.test("an empty range and one beyond exact doubles are refused", () => {
  const words = mersenneTwister(0);
  const ranges = [[0, 0], [1, 0], [0, 2 ** 54], [-(2 ** 53), 1], [-1, 2 ** 53]] as const;
  for (const [low, high] of ranges) {
    throws(() => randint(words, { low, high, size: 1 }), RangeError, `[${low}, ${high})`);
  }
  throws(() => choice(words, { population: 0, size: 1 }), RangeError);
});

Deno.test("choice draws places of the population, again and again", () => {
  const drawn = choice(mersenneTwister(1), { population: 3, size: 100 });
  deepEqual([...new Set(drawn)].sort(), [0, 1, 2]);
  ok(drawn.length === 100);
});

sharedTest("randint equals NumPy's and consumes as many words", () => {
  for (const golden of sharedJson<Golden>("golden", "sampling.json").randint) {
    const words = mersenneTwister(golden.seed);
    deepEqual([...randint(words, golden)], golden.values);
    equal(words(), golden.next_uint32);
  }
});

sharedTest("several calls of randint on one stream equal NumPy's", () => {
  for (const { seed, calls } of sharedJson<Golden>("golden", "sampling.json").randintSequence) {
    const words = mersenneTwister(seed);
    for (const call of calls) deepEqual([...randint(words, call)], call.values);
  }
});
