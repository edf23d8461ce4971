import { sha256Hex } from "../platform/files/hash.ts";

/** A function from names to numbers in [0, 1): equal names give equal numbers. */
export type Draws = (name: string) => number;

/**
 * Creates random numbers that depend only on `seed` and their name, not on earlier draws, so that a new setting
 * leaves all others unchanged.
 */
export function seededDraws(seed: string): Draws {
  return (name) => parseInt(sha256Hex(`${seed}/${name}`).slice(0, 12), 16) / 2 ** 48;
}

/** Orders `items` by the seed and each item's name; the names must be distinct. */
export function shuffled<T>(items: readonly T[], nameOf: (item: T) => string, draws: Draws): T[] {
  const keyed = items.map((item) => ({ item, key: draws(nameOf(item)) }));
  return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
}
