/** A function that returns an integer in 0 … bound − 1, uniformly distributed. */
export type RandomBelow = (bound: number) => number;

const WORDS = 2 ** 32;

/** Largest bound for which a 32-bit word times the bound is exact in float64. */
const LARGEST_BOUND = 2 ** 21;

/**
 * Creates seeded random integers for resampling: xoshiro128**, with its state filled by splitmix32, reduced to
 * the bound without bias. For NumPy's own stream see `legacyRandom`.
 * Sources: Blackman and Vigna, "Scrambled linear pseudorandom number generators", ACM TOMS 47(4), 2021; Lemire,
 * "Fast random integer generation in an interval", ACM TOMACS 29(1), 2019.
 * @param seed integer, 0 … 2³²−1
 * @returns a function of a bound in 1 … 2²¹
 * @throws RangeError for any other seed, and later for any other bound
 */
export function seededRandom(seed: number): RandomBelow {
  const nextWord = xoshiro128(seed);
  return (bound) => {
    if (!(bound >= 1 && bound <= LARGEST_BOUND)) {
      throw new RangeError(`a bound is an integer in 1..${LARGEST_BOUND}, not ${bound}`);
    }
    let word = nextWord();
    // The low half of word · bound, computed without float64.
    if (Math.imul(word, bound) >>> 0 < bound) {
      const biased = WORDS % bound;
      while (Math.imul(word, bound) >>> 0 < biased) word = nextWord();
    }
    return Math.floor(word * bound / WORDS);
  };
}

/** Creates xoshiro128**: a stream of 32-bit words, 0 … 2³²−1. */
function xoshiro128(seed: number): () => number {
  const word = splitmix32(seed);
  let [a, b, c, d] = [word(), word(), word(), word()];
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

/** Creates a Weyl sequence through the finaliser of MurmurHash3: neighbouring seeds give unrelated states. */
function splitmix32(seed: number): () => number {
  if (!Number.isInteger(seed) || seed < 0 || seed >= WORDS) {
    throw new RangeError(`a seed is an integer in 0..${WORDS - 1}, not ${seed}`);
  }
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state;
    word = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
    word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
    return word ^ (word >>> 16);
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
