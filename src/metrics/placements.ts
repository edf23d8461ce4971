import type { ScoredItems } from "./contract.ts";

/** Placements: for each item, the share of the other class that it is ranked correctly against, ties counting half. */
export interface Placements {
  /** Placements of the fakes, in the order of the items. */
  readonly fakes: Float64Array;
  /** Placements of the reals, in the order of the items. */
  readonly reals: Float64Array;
}

/** Computes the share of scores that lie below one. */
type ShareBelow = (score: number) => number;

/**
 * Computes placements by looking each score up among the sorted scores of the other class.
 * Source: DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988.
 */
export function placementsOf({ labels, probabilities }: ScoredItems): Placements {
  const fakes = ofClass(1, { labels, probabilities });
  const reals = ofClass(0, { labels, probabilities });
  const [amongFakes, amongReals] = [sharesBelow(fakes), sharesBelow(reals)];
  return {
    fakes: fakes.map((score) => amongReals(score)),
    reals: reals.map((score) => 1 - amongFakes(score)),
  };
}

function ofClass(label: number, { labels, probabilities }: ScoredItems): Float64Array {
  const scores = new Float64Array(labels.length);
  let count = 0;
  for (let k = 0; k < labels.length; k++) {
    if (labels[k] === label) scores[count++] = probabilities[k]!;
  }
  return scores.subarray(0, count);
}

/**
 * Prepares the share of scores that lie below one; equal scores count half. [0, 1] is divided into as many bins as
 * there are scores, so that a look-up searches one bin, not all scores.
 */
function sharesBelow(scores: Float64Array): ShareBelow {
  const sorted = scores.toSorted();
  const bins = sorted.length;
  const binOf = (score: number) => Math.floor(score * bins);
  const starts = new Uint32Array(bins + 2); // of each bin in `sorted`; the last bin holds scores of 1
  for (let k = 0; k < bins; k++) starts[binOf(sorted[k]!) + 1]! += 1;
  for (let bin = 1; bin < starts.length; bin++) starts[bin]! += starts[bin - 1]!;
  return (score) => {
    const bin = binOf(score);
    const [start, end] = [starts[bin]!, starts[bin + 1]!];
    const below = firstPlace(sorted, { start, end, above: score, orEqual: true });
    if (below === end || sorted[below] !== score) return below / bins;
    return (below + firstPlace(sorted, { start: below, end, above: score, orEqual: false })) / 2 /
      bins;
  };
}

/** The first place whose value is above a score (or equal to it, with `orEqual`); `end` if there is none. */
function firstPlace(
  sorted: Float64Array,
  { start, end, above, orEqual }: {
    readonly start: number;
    readonly end: number;
    readonly above: number;
    readonly orEqual: boolean;
  },
): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle]!;
    if (value > above || (orEqual && value === above)) high = middle;
    else low = middle + 1;
  }
  return low;
}
