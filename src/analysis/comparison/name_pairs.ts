import type { ComparableRun } from "../../records/comparable_run.ts";
import type { NamePair } from "./compare_runs.ts";

type Runs = readonly [before: ComparableRun, after: ComparableRun];

/**
 * Reads which variants are to be compared: a name that both runs have, or `A=B` for variant A of the earlier run and B of
 * the later one. Names may hold `=` themselves.
 * @returns names as they are where nothing fits, so that the comparison says what it does not know
 */
export function namePairs(texts: readonly string[], runs: Runs): readonly NamePair[] {
  return [...new Set(texts)].map((text) => namePair(text, runs));
}

function namePair(text: string, [before, after]: Runs): NamePair {
  if (hasVariant(before, text) && hasVariant(after, text)) return { before: text, after: text };
  const halves = halvesOf(text);
  const known = halves.find((pair) =>
    hasVariant(before, pair.before) && hasVariant(after, pair.after)
  );
  const near = halves.find((pair) =>
    hasVariant(before, pair.before) || hasVariant(after, pair.after)
  );
  return known ?? near ?? { before: text, after: text };
}

/** Every way of dividing a text at an `=`. */
function halvesOf(text: string): readonly NamePair[] {
  return [...text.matchAll(/=/g)].map(({ index }) => ({
    before: text.slice(0, index),
    after: text.slice(index + 1),
  }));
}

function hasVariant({ variants }: ComparableRun, name: string): boolean {
  return variants.some((variant) => variant.name === name);
}
