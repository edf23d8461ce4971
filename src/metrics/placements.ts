import type { ScoredItems } from "./contract.ts";

/** For each item of a class the share of the other class that it is rightly ordered with, ties half. */
export interface Placements {
  /** Of the fakes, in the order of the items. */
  readonly fakes: Float64Array;
  /** Of the reals, in the order of the items. */
  readonly reals: Float64Array;
}

/** Tells what share of some scores lies below one. */
type ShareBelow = (score: number) => number;

/**
 * Placements by looking each score up among the sorted ones of the other class.
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
 * Share of scores that lie below one; equal ones count half. [0, 1] is cut into as many bins as there are
 * scores, so that a look-up searches one bin, not all scores.
 */
function sharesBelow(scores: Float64Array): ShareBelow {
  const sorted = scores.toSorted();
  const bins = sorted.length;
  const binOf = (score: number) => Math.floor(score * bins);
  const starts = new Uint32Array(bins + 2); // of each bin in `sorted`; a last bin holds what is 1
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

/** The first place from `start` on whose ascending value is above a score, or equals it; `end`, where none is. */
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
