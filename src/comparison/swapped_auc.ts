import { type Ranking, rankingOf, type Tie, tiesOf } from "../metrics/ranking.ts";
import type { Clusters } from "../numeric/cluster_resample.ts";
import type { SwapPattern } from "../numeric/swap_patterns.ts";

/** Two scorings of the same videos, one behind the other: 2n items. */
export interface TwoScorings {
  /** 1 is fake, 0 is real. */
  readonly labels: Uint8Array;
  /** P(fake): first the first scoring's, then the second's. */
  readonly probabilities: Float64Array;
  /** The first scoring's groups, then, as many higher, the second's. */
  readonly clusters: Clusters;
}

/**
 * AUC of the first scoring minus that of the second after groups change places. Both samples lie in one
 * ranking and together make all of it, so one pass gives both: with F fakes of the first above a real, the
 * second has all fakes above it but F. Fakes are ranked first among equals; half of that is taken off again.
 * @returns a function of the pattern (1: the group's scorings change places); groups behind its end stay
 * @throws RangeError unless both classes are there
 */
export function swappedAuc(
  { labels, probabilities, clusters }: TwoScorings,
): (pattern: SwapPattern) => number {
  const groups = clusters.count / 2;
  const ranking = rankingOf({ labels, probabilities }, clusters);
  const fakesAbove = runningSum(ranking.labels);
  const ties = tiesOf(ranking);
  const pairs = pairsOf(labels) / 4; // of each scoring: half the fakes times half the reals
  if (pairs === 0) throw new RangeError("AUC takes both classes");
  const inFirst = new Uint8Array(2 * groups);
  return (pattern) => {
    for (let group = 0; group < groups; group++) {
      const swapped = group < pattern.length ? pattern[group] : 0;
      inFirst[group] = 1 - swapped;
      inFirst[groups + group] = swapped;
    }
    let difference = 0;
    let fakes = 0;
    for (let k = 0; k < fakesAbove.length; k++) {
      const own = inFirst[ranking.clusters[k]];
      const real = 1 - ranking.labels[k];
      fakes += own - own * real;
      difference += real * (fakes - fakesAbove[k] + own * fakesAbove[k]);
    }
    for (const tie of ties) difference -= tiedDifference(ranking, { tie, inFirst }) / 2;
    return difference / pairs;
  };
}

/** Tied pairs of fake and real in the first sample minus those in the second. */
function tiedDifference(
  { labels, clusters }: Pick<Ranking, "labels" | "clusters">,
  { tie: { start, end }, inFirst }: { readonly tie: Tie; readonly inFirst: Uint8Array },
): number {
  let fakes = 0;
  let ownFakes = 0;
  let ownReals = 0;
  for (let k = start; k < end; k++) {
    const own = inFirst[clusters[k]];
    fakes += labels[k];
    ownFakes += own * labels[k];
    ownReals += own * (1 - labels[k]);
  }
  const reals = end - start - fakes;
  return ownFakes * ownReals - (fakes - ownFakes) * (reals - ownReals);
}

function runningSum(values: Uint8Array): Float64Array {
  let sum = 0;
  return Float64Array.from(values, (value) => sum += value);
}

/** Fakes times reals. */
function pairsOf(labels: Uint8Array): number {
  const fakes = labels.reduce((sum, label) => sum + label, 0);
  return fakes * (labels.length - fakes);
}
