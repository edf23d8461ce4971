import type { WordStream } from "./mersenne_twister.ts";

const LARGEST_WORD = 2 ** 32 - 1;

/** Parameters of `randint`: `size` integers in [low, high). */
export interface IntegerDraw {
  readonly low: number;
  /** Upper bound, exclusive. */
  readonly high: number;
  readonly size: number;
}

/**
 * Draws like `RandomState.randint(low, high, size)` with NumPy's default type, int64: words are masked to the
 * smallest 2ᵏ−1 that covers the range, and values beyond the range rejected. A range of one value consumes no
 * words; a range over 2³² values takes two words per draw, the high one first.
 * Source: NumPy's legacy `_rand_int64`, `use_masked=True`.
 * @param words advanced by as many words as NumPy would consume
 * @returns `size` integers
 * @throws RangeError when the range is empty or not exact in a double (over 2⁵³ values)
 */
export function randint(words: WordStream, { low, high, size }: IntegerDraw): Float64Array {
  const range = high - 1 - low;
  if (!isExact(low) || !isExact(high - 1) || !isExact(range) || range < 0) {
    throw new RangeError(`cannot draw integers from [${low}, ${high})`);
  }
  const draws = new Float64Array(size);
  if (range === 0) return draws.fill(low);
  const candidate = candidatesFor(words, range);
  for (let i = 0; i < size; i++) draws[i] = low + accepted(candidate, range);
  return draws;
}

/** Parameters of `choice`: `size` integers in [0, population), with replacement. */
export interface Choice {
  readonly population: number;
  readonly size: number;
}

/**
 * Draws like `RandomState.choice(np.arange(population), size)`, in the same order.
 * @throws RangeError when the population is empty
 */
export function choice(words: WordStream, { population, size }: Choice): Float64Array {
  return randint(words, { low: 0, high: population, size });
}

const isExact = Number.isSafeInteger;

/** Creates a source of numbers in [0, 2ᵏ−1], the smallest such interval that contains `range`. */
function candidatesFor(words: WordStream, range: number): () => number {
  if (range <= LARGEST_WORD) {
    const mask = maskOver(range);
    return () => (words() & mask) >>> 0;
  }
  const highMask = maskOver(Math.floor(range / 2 ** 32));
  return () => ((words() & highMask) >>> 0) * 2 ** 32 + words();
}

function accepted(candidate: () => number, range: number): number {
  let value = candidate();
  while (value > range) value = candidate();
  return value;
}

/** Computes the smallest 2ᵏ−1 that is at least `value`, for 1 … 2³²−1. */
function maskOver(value: number): number {
  return LARGEST_WORD >>> Math.clz32(value);
}
