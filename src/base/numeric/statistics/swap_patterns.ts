import { seededRandom } from "./seeded_random.ts";

/** A swap of each pair's two sides: 1 where they change places, else 0. */
export type SwapPattern = Uint8Array;

/** Random bits per draw of `seededRandom`. */
const BITS = 20;

/** The four bytes, 0 or 1 each, for every value of four bits; the lowest bit first. */
const FOUR_BYTES = Uint32Array.from(
  { length: 16 },
  (_, bits) => (bits & 1) | (bits & 2) << 7 | (bits & 4) << 14 | (bits & 8) << 21,
);

/**
 * Yields every way to swap the sides of `pairs` pairs that leaves the first unchanged: half of all ways, of
 * which the other half are mirror images. One array is reused.
 * @param pairs 1 … 30
 */
export function* allSwaps(pairs: number): Generator<SwapPattern> {
  const pattern = new Uint8Array(pairs);
  for (let bits = 0; bits < 2 ** (pairs - 1); bits++) {
    for (let k = 1; k < pairs; k++) pattern[k] = (bits >> (k - 1)) & 1;
    yield pattern;
  }
}

/**
 * Yields `draws` random ways, each pair swapped with probability 1/2. One array is reused.
 * @param options `seed`: 0 … 2³²−1; equal seeds give equal patterns
 */
export function* randomSwaps(
  pairs: number,
  { draws, seed }: { readonly draws: number; readonly seed: number },
): Generator<SwapPattern> {
  const below = seededRandom(seed);
  const words = new Uint32Array(Math.ceil(pairs / BITS) * BITS / 4);
  const pattern = new Uint8Array(words.buffer, 0, pairs);
  for (let draw = 0; draw < draws; draw++) {
    for (let word = 0; word < words.length; word += BITS / 4) {
      const bits = below(2 ** BITS);
      for (let four = 0; four < BITS / 4; four++) {
        words[word + four] = FOUR_BYTES[(bits >> (4 * four)) & 15]!;
      }
    }
    yield pattern;
  }
}
