import { seededRandom } from "./seeded_random.ts";

/** For each pair 1 where its two sides change places, else 0. */
export type SwapPattern = Uint8Array;

/** Random bits that one draw of `seededRandom` gives. */
const BITS = 20;

/**
 * Every way to swap the sides of `pairs` pairs that leaves the first as it is: half of all, of which the
 * other half are the mirror images. The same array is yielded every time, with new contents.
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
 * `draws` random ways, each pair swapped or not with equal chance. The same array is yielded every time.
 * @param options `seed`: 0 … 2³²−1; equal seeds give equal patterns
 */
export function* randomSwaps(
  pairs: number,
  { draws, seed }: { readonly draws: number; readonly seed: number },
): Generator<SwapPattern> {
  const below = seededRandom(seed);
  const pattern = new Uint8Array(pairs);
  for (let draw = 0; draw < draws; draw++) {
    for (let from = 0; from < pairs; from += BITS) {
      const bits = below(2 ** BITS);
      const end = Math.min(from + BITS, pairs);
      for (let k = from; k < end; k++) pattern[k] = (bits >> (k - from)) & 1;
    }
    yield pattern;
  }
}
