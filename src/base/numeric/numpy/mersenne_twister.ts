/** A stream of random 32-bit words: each call returns the next one, 0 … 2³²−1. */
export type WordStream = () => number;

const STATE_WORDS = 624;
const SHIFT = 397;
const TOP_BIT = 0x80000000;
const TWIST = 0x9908b0df;

/**
 * Creates an MT19937 generator, seeded like NumPy's `RandomState(seed)` and `np.random.seed(seed)`.
 * Source: Matsumoto and Nishimura, "Mersenne Twister", ACM TOMACS 8(1), 1998; seeding of 2002.
 * @param seed integer, 0 … 2³²−1
 * @throws RangeError for any other seed
 */
export function mersenneTwister(seed: number): WordStream {
  const state = seededState(seed);
  let next = STATE_WORDS;
  return () => {
    if (next === STATE_WORDS) {
      advance(state);
      next = 0;
    }
    return temper(state[next++]!);
  };
}

function seededState(seed: number): Uint32Array {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    throw new RangeError(`a seed is an integer in 0..4294967295, not ${seed}`);
  }
  const state = new Uint32Array(STATE_WORDS);
  state[0] = seed;
  for (let k = 1; k < STATE_WORDS; k++) {
    const previous = state[k - 1]!;
    state[k] = Math.imul(1812433253, previous ^ (previous >>> 30)) + k;
  }
  return state;
}

/** Computes the next state in place: later words depend on earlier ones already replaced. */
function advance(state: Uint32Array): void {
  for (let k = 0; k < STATE_WORDS; k++) {
    const following = state[(k + 1) % STATE_WORDS]!;
    const joined = (state[k]! & TOP_BIT) | (following & ~TOP_BIT);
    const twisted = (joined >>> 1) ^ (joined & 1 ? TWIST : 0);
    state[k] = state[(k + SHIFT) % STATE_WORDS]! ^ twisted;
  }
}

function temper(word: number): number {
  word ^= word >>> 11;
  word ^= (word << 7) & 0x9d2c5680;
  word ^= (word << 15) & 0xefc60000;
  return (word ^ (word >>> 18)) >>> 0;
}
