import type { SwapTest } from "../domain/comparison.ts";
import { defined, type MetricValue } from "../domain/metric_value.ts";
import { DECISION_METRIC_NAMES, type VideoMetricName } from "../metrics/names.ts";
import { METRICS } from "../metrics/registry.ts";
import type { WeightedMetric } from "../metrics/weighted_metric.ts";
import { clustersOf } from "../numeric/cluster_resample.ts";
import { allSwaps, randomSwaps, type SwapPattern } from "../numeric/swap_patterns.ts";
import type { LabelledVideos, ScoredVariant } from "./variant_estimates.ts";

export interface SwapOptions {
  /** Random swaps, where there are too many to look at all. */
  readonly swaps: number;
  /** 0 … 2³²−1; equal seeds swap alike. */
  readonly seed: number;
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
}

/** With 1999 random swaps no p is below 0.0005: enough for Holm over a hundred variants. */
export const SWAP_DEFAULTS = { swaps: 1999, seed: 0 } as const;

/** Up to so many groups with a difference all swaps are looked at: 16,384. */
const MOST_EXACT = 14;

/** Differences so close are the same one, rounded differently. */
const ROUNDING = 1e-12;

/** Two variants' scores, ready to change places. */
interface Swappable {
  /** Groups whose scores differ between the two; swapping the others does nothing. */
  readonly moved: number;
  /** The metric of the first minus that of the second, after the swap. */
  difference(pattern: SwapPattern): MetricValue;
}

/**
 * Permutation test of the difference of a metric, first minus second, by groups: if the two variants are
 * interchangeable, swapping all scores of a group changes nothing in truth. Looks at all swaps where at most
 * 14 groups have scores that differ, else at random ones, the observed arrangement counted as one of them
 * (Phipson and Smyth, Statistical Applications in Genetics and Molecular Biology 9, 2010). A swap that leaves
 * the metric without a value counts as extreme.
 * Source: Davison and Hinkley 1997, section 4.3.
 */
export function swapTest(
  name: VideoMetricName,
  pair: readonly [ScoredVariant, ScoredVariant],
  { videos, swaps, seed, clip }: SwapOptions & { readonly videos: LabelledVideos },
): SwapTest {
  const swappable = swappableScores(METRICS[name], comparable(name, pair), { videos, clip });
  const observed = swappable.difference(new Uint8Array(swappable.moved));
  if (observed.value === null) {
    return { pTwoSided: null, pLess: null, pGreater: null, reason: observed.reason };
  }
  const exact = swappable.moved <= MOST_EXACT;
  const values = exact
    ? allDifferences(swappable)
    : [observed.value, ...randomDifferences(swappable, { draws: swaps, seed })];
  return { ...tails(values, observed.value), exact, swaps: values.length, reason: null };
}

/** Every difference; the mirror image of a swap has the opposite one. `null`: the metric has no value. */
function allDifferences({ moved, difference }: Swappable): readonly (number | null)[] {
  return Array.from(allSwaps(Math.max(1, moved)), (pattern) => {
    const { value } = difference(pattern);
    return value === null ? [null, null] : [value, -value];
  }).flat();
}

function randomDifferences(
  { moved, difference }: Swappable,
  options: Parameters<typeof randomSwaps>[1],
): readonly (number | null)[] {
  return Array.from(randomSwaps(moved, options), (pattern) => difference(pattern).value);
}

/** Shares of the differences that are at least as far out as the observed one. */
function tails(values: readonly (number | null)[], observed: number) {
  const share = (isExtreme: (value: number) => boolean) =>
    values.filter((value) => value === null || isExtreme(value)).length / values.length;
  return {
    pTwoSided: share((value) => Math.abs(value) >= Math.abs(observed) - ROUNDING),
    pLess: share((value) => value <= observed + ROUNDING),
    pGreater: share((value) => value >= observed - ROUNDING),
  };
}

/**
 * A metric of the decision is given the variants' calls where they decide at different thresholds: scores of
 * one, judged at the other's threshold, would mean nothing.
 */
function comparable(
  name: VideoMetricName,
  pair: readonly [ScoredVariant, ScoredVariant],
): readonly [ScoredVariant, ScoredVariant] {
  if (pair[0].decision === pair[1].decision || !DECISION_METRIC_NAMES.includes(name)) return pair;
  const calls = ({ probabilities, decision }: ScoredVariant): ScoredVariant => ({
    probabilities: probabilities.map((p) => Number(p >= decision)),
    decision: 0.5,
  });
  return [calls(pair[0]), calls(pair[1])];
}

/** Puts both variants' scores into one sample, so that any mixture of them is a choice of weights. */
function swappableScores(
  metric: WeightedMetric,
  [first, second]: readonly [ScoredVariant, ScoredVariant],
  { videos: { labels, groups }, clip }: { videos: LabelledVideos; clip: number },
): Swappable {
  const { ofVideo, count } = swappedClusters([first, second], groups);
  const swaps = count - 1; // the last cluster stays where it is
  const prepared = metric.prepareClusters({
    labels: joined(labels, labels), // [2n]
    probabilities: joined(first.probabilities, second.probabilities), // [2n]
    clusters: {
      ofItem: joined(ofVideo, ofVideo.map((cluster) => count + cluster)),
      count: 2 * count,
    },
  }, { decision: first.decision, clip });
  const [one, other] = [new Uint32Array(2 * count), new Uint32Array(2 * count)];
  one[swaps] = other[count + swaps] = 1;
  const difference = (pattern: SwapPattern): MetricValue => {
    for (let group = 0; group < swaps; group++) {
      one[group] = other[count + group] = 1 - pattern[group];
      other[group] = one[count + group] = pattern[group];
    }
    const [a, b] = [prepared(one), prepared(other)];
    if (a.value === null) return a;
    return b.value === null ? b : defined(a.value - b.value);
  };
  return { moved: swaps, difference };
}

/** Clusters of videos: each group with a score that differs, and a last one for all other videos. */
function swappedClusters(
  [first, second]: readonly [ScoredVariant, ScoredVariant],
  groups: readonly string[],
): { readonly ofVideo: Uint32Array; readonly count: number } {
  const { ofItem, count } = clustersOf(groups);
  const moved = new Uint8Array(count);
  ofItem.forEach((group, k) => {
    if (first.probabilities[k] !== second.probabilities[k]) moved[group] = 1;
  });
  const last = moved.reduce((sum, isMoved) => sum + isMoved, 0);
  let numbered = 0;
  const numbers = Uint32Array.from(moved, (isMoved) => isMoved ? numbered++ : last);
  return { ofVideo: ofItem.map((group) => numbers[group]), count: last + 1 };
}

/** One array behind the other. */
function joined<Numbers extends Uint8Array | Uint32Array | Float64Array>(
  first: Numbers,
  second: Numbers,
): Numbers {
  const both = new (first.constructor as new (length: number) => Numbers)(
    first.length + second.length,
  );
  both.set(first);
  both.set(second, first.length);
  return both;
}
