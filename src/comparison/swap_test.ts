import type { SwapTest } from "../domain/comparison.ts";
import { defined, type MetricValue } from "../domain/metric_value.ts";
import { DECISION_METRIC_NAMES, type VideoMetricName } from "../metrics/names.ts";
import { METRICS } from "../metrics/registry.ts";
import {
  classCounts,
  missingClass,
  onceEach,
  type PreparedMetric,
  type WeightedMetric,
} from "../metrics/weighted_metric.ts";
import { clustersOf } from "../numeric/cluster_resample.ts";
import { allSwaps, randomSwaps, type SwapPattern } from "../numeric/swap_patterns.ts";
import { swappedAuc } from "./swapped_auc.ts";
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

/** So many swaps as extreme as what was observed, and p is known to a tenth of itself. */
const ENOUGH = 100;

/** No p below it is cut short. */
const ALWAYS_WHOLE = 0.05;

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
 * (Phipson and Smyth, Statistical Applications in Genetics and Molecular Biology 9, 2010), and no more of
 * them once more than 100 and 5 % are as extreme (Besag and Clifford, Biometrika 78, 1991). A swap that leaves the metric without
 * a value counts as extreme.
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
    : randomDifferences(swappable, { observed: observed.value, draws: swaps, seed });
  return { ...tails(values, observed.value), exact, swaps: values.length, reason: null };
}

/** Every difference; the mirror image of a swap has the opposite one. `null`: the metric has no value. */
function allDifferences({ moved, difference }: Swappable): readonly (number | null)[] {
  return Array.from(allSwaps(Math.max(1, moved)), (pattern) => {
    const { value } = difference(pattern);
    return value === null ? [null, null] : [value, -value];
  }).flat();
}

/** The observed difference, then those of random swaps until enough of them are as extreme. */
function randomDifferences(
  { moved, difference }: Swappable,
  { observed, ...options }: Parameters<typeof randomSwaps>[1] & { readonly observed: number },
): readonly (number | null)[] {
  const values: (number | null)[] = [observed];
  const enough = Math.max(ENOUGH, ALWAYS_WHOLE * options.draws);
  let extreme = 0;
  for (const pattern of randomSwaps(moved, options)) {
    const { value } = difference(pattern);
    values.push(value);
    if (isExtreme(value, observed)) extreme += 1;
    if (extreme > enough) break;
  }
  return values;
}

/** Whether a difference is at least as far from zero as the observed one. */
function isExtreme(value: number | null, observed: number): boolean {
  return value === null || Math.abs(value) >= Math.abs(observed) - ROUNDING;
}

/** Shares of the differences that are at least as far out as the observed one. */
function tails(values: readonly (number | null)[], observed: number) {
  const share = (counts: (value: number | null) => boolean) =>
    values.filter(counts).length / values.length;
  return {
    pTwoSided: share((value) => isExtreme(value, observed)),
    pLess: share((value) => value === null || value <= observed + ROUNDING),
    pGreater: share((value) => value === null || value >= observed - ROUNDING),
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
  const both = {
    labels: joined(labels, labels), // [2n]
    probabilities: joined(first.probabilities, second.probabilities), // [2n]
    clusters: {
      ofItem: joined(ofVideo, ofVideo.map((cluster) => count + cluster)),
      count: 2 * count,
    },
  };
  const difference =
    metric === METRICS.auc && missingClass(classCounts(labels, onceEach(labels.length))) === null
      ? definedBy(swappedAuc(both))
      : differenceBy(metric.prepareClusters(both, { decision: first.decision, clip }), count);
  return { moved: swaps, difference };
}

function definedBy(difference: (pattern: SwapPattern) => number): Swappable["difference"] {
  return (pattern) => defined(difference(pattern));
}

/** Any metric: of the one sample and of the other. */
function differenceBy(prepared: PreparedMetric, count: number): Swappable["difference"] {
  const swaps = count - 1;
  const [one, other] = [new Uint32Array(2 * count), new Uint32Array(2 * count)];
  one[swaps] = other[count + swaps] = 1;
  return (pattern) => {
    for (let group = 0; group < swaps; group++) {
      one[group] = other[count + group] = 1 - pattern[group];
      other[group] = one[count + group] = pattern[group];
    }
    const [a, b] = [prepared(one), prepared(other)];
    if (a.value === null) return a;
    return b.value === null ? b : defined(a.value - b.value);
  };
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
