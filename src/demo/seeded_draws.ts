import { sha256Hex } from "../platform/files/hash.ts";

/** A number in [0, 1) for each name: the same name always gives the same number. */
export type Draws = (name: string) => number;

/**
 * Random numbers that depend on `seed` and their name only, not on how many were drawn before: a new
 * setting leaves all others as they are.
 */
export function seededDraws(seed: string): Draws {
  return (name) => parseInt(sha256Hex(`${seed}/${name}`).slice(0, 12), 16) / 2 ** 48;
}

/** `items` in an order decided by the seed and each item's name; the names must differ. */
export function shuffled<T>(items: readonly T[], nameOf: (item: T) => string, draws: Draws): T[] {
  const keyed = items.map((item) => ({ item, key: draws(nameOf(item)) }));
  return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
}
