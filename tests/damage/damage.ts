import { seededRandom } from "../../src/base/numeric/statistics/seeded_random.ts";
import type { RandomBelow } from "../../src/base/numeric/statistics/seeded_random.ts";

/** A way in which a file comes to harm. */
interface Damage {
  readonly name: string;
  apply(bytes: Uint8Array, below: RandomBelow): Uint8Array;
}

const DAMAGES: readonly Damage[] = [
  {
    name: "a flipped bit",
    apply(bytes, below) {
      const changed = bytes.slice();
      const place = below(bytes.length);
      changed[place] = changed[place]! ^ (1 << below(8));
      return changed;
    },
  },
  {
    name: "another digit",
    apply(bytes, below) {
      const digits = [...bytes.keys()].filter((i) => bytes[i]! >= 0x30 && bytes[i]! <= 0x39);
      if (digits.length === 0) return bytes.slice();
      const changed = bytes.slice();
      changed[digits[below(digits.length)]!] = 0x30 + below(10);
      return changed;
    },
  },
  { name: "a cut", apply: (bytes, below) => bytes.slice(0, below(bytes.length)) },
  {
    name: "a hole",
    apply(bytes, below) {
      const start = below(bytes.length);
      const end = Math.min(bytes.length, start + 1 + below(2000));
      return new Uint8Array([...bytes.subarray(0, start), ...bytes.subarray(end)]);
    },
  },
  {
    name: "a block of zeros",
    apply(bytes, below) {
      const start = below(bytes.length);
      return bytes.slice().fill(0, start, start + 1 + below(600));
    },
  },
];

/** A file that was harmed. */
export interface DamagedFile {
  /** What was done to it, for a test's message. */
  readonly what: string;
  readonly bytes: Uint8Array;
}

/** Harms a file in one of several ways; the same for the same seed. */
export function damagedFile(bytes: Uint8Array, seed: number): DamagedFile {
  const random = seededRandom(seed);
  const { name, apply } = DAMAGES[random(DAMAGES.length)]!;
  return { what: `${name}, seed ${seed}`, bytes: apply(bytes, random) };
}
