import type { ScoredItems } from "./contract.ts";

/** For each item of a class the share of the other class that it is rightly ordered with, ties half. */
export interface Placements {
  /** Of the fakes, in the order of the items. */
  readonly fakes: Float64Array;
  /** Of the reals, in the order of the items. */
  readonly reals: Float64Array;
}

/**
 * Placements by looking each score up among the sorted ones of the other class.
 * Source: DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988.
 */
export function placementsOf({ labels, probabilities }: ScoredItems): Placements {
  const fakes = probabilities.filter((_, k) => labels[k] === 1);
  const reals = probabilities.filter((_, k) => labels[k] === 0);
  const [sortedFakes, sortedReals] = [fakes.toSorted(), reals.toSorted()];
  return {
    fakes: fakes.map((score) => shareBelow(sortedReals, score)),
    reals: reals.map((score) => 1 - shareBelow(sortedFakes, score)),
  };
}

/** Share of ascending scores that lie below one; equal ones count half. */
function shareBelow(sorted: Float64Array, score: number): number {
  const below = firstPlace(sorted, (other) => other >= score);
  if (sorted[below] !== score) return below / sorted.length;
  return (below + firstPlace(sorted, (other) => other > score)) / 2 / sorted.length;
}

/** The first place of ascending values from which on they are high enough; their number, where none is. */
function firstPlace(sorted: Float64Array, isHighEnough: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isHighEnough(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}
