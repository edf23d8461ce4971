import { defined, type MetricValue } from "../../records/metric_value.ts";
import { DECISION_METRIC_NAMES, type VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import { isSumMetric, type SumMetric } from "../../metrics/sum_metric.ts";
import {
  classCounts,
  type ClusteredItems,
  missingClass,
  onceEach,
  type PreparedMetric,
} from "../../metrics/weighted_metric.ts";
import { type Clusters, clustersOf } from "../../base/numeric/statistics/cluster_resample.ts";
import type { SwapPattern } from "../../base/numeric/statistics/swap_patterns.ts";
import type { LabelledVideos, ScoredVariant } from "../summary/variant_estimates.ts";
import { placementsOf } from "../../metrics/placements.ts";

/** Two variants' scores, prepared for swaps of groups. */
export interface Swappable {
  /** Number of groups whose scores differ; swapping the others has no effect. */
  readonly moved: number;
  /** The metric of the first minus that of the second, after the swap. */
  difference(pattern: SwapPattern): MetricValue;
}

/** Prepares two variants' scores for swaps of groups. */
export function swappableScores(
  name: VideoMetricName,
  scored: readonly [ScoredVariant, ScoredVariant],
  { videos, clip }: { readonly videos: LabelledVideos; readonly clip: number },
): Swappable {
  const pair = comparable(name, scored);
  const clusters = swappedClusters(pair, videos.groups);
  const moved = clusters.count - 1; // the last cluster stays where it is
  if (name === "auc" && hasBothClasses(videos)) {
    return { moved, difference: aucDifference(pair, { ...videos, clusters }) };
  }
  const prepared = METRICS[name].prepareClusters(joinedScores(pair, { ...videos, clusters }), {
    decision: pair[0].decision,
    clip,
  });
  const difference = isSumMetric(prepared)
    ? differenceOfSums(prepared, clusters.count)
    : differenceBy(prepared, clusters.count);
  return { moved, difference };
}

/**
 * Replaces scores by decisions for a metric of decisions if the variants have different thresholds: one variant's
 * scores cannot be judged at the other's threshold.
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

function hasBothClasses({ labels }: Pick<LabelledVideos, "labels">): boolean {
  return missingClass(classCounts(labels, onceEach(labels.length))) === null;
}

/** Puts both variants' scores into one sample, so that any mixture of them is a choice of weights. */
function joinedScores(
  [first, second]: readonly [ScoredVariant, ScoredVariant],
  { labels, clusters: { ofItem, count } }: Pick<ClusteredItems, "labels" | "clusters">,
): ClusteredItems {
  return {
    labels: joined(labels, labels), // [2n]
    probabilities: joined(first.probabilities, second.probabilities), // [2n]
    clusters: {
      ofItem: joined(ofItem, ofItem.map((cluster) => count + cluster)),
      count: 2 * count,
    },
  };
}

/** The difference of AUC: a sum of one term per group, whose sign changes when the group is swapped. */
function aucDifference(
  [first, second]: readonly [ScoredVariant, ScoredVariant],
  { labels, clusters: { ofItem, count } }: Pick<ClusteredItems, "labels" | "clusters">,
): Swappable["difference"] {
  const ofGroup = new Float64Array(count);
  swappedAucEffects({ labels, scores: [first.probabilities, second.probabilities] })
    .forEach((effect, k) => ofGroup[ofItem[k]!]! += effect);
  const all = ofGroup.reduce((sum, effect) => sum + effect, 0);
  return (pattern) => defined(all - 2 * patternSum(ofGroup, pattern));
}

/** The difference of a metric of sums: a swapped group changes each sum by the difference of its scores. */
function differenceOfSums(
  { columns, fromSums }: SumMetric,
  count: number,
): Swappable["difference"] {
  const sides = columns.map((column) =>
    [column.subarray(0, count), column.subarray(count)] as const
  );
  const start = sides.map(([first]) => total(first));
  const end = sides.map(([, second]) => total(second));
  // Sums that are equal in both scorings, such as the number of videos, are not changed by any swap.
  const moves = sides.map(([first, second]) => second.map((value, group) => value - first[group]!))
    .map((moved) => moved.some((by) => by !== 0) ? moved : null);
  const [one, other] = [new Float64Array(columns.length), new Float64Array(columns.length)];
  return (pattern) => {
    moves.forEach((moved, column) => {
      const by = moved === null ? 0 : patternSum(moved, pattern);
      one[column] = start[column]! + by;
      other[column] = end[column]! - by;
    });
    return less(fromSums(one), fromSums(other));
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** The sum over the swapped groups. It runs for every group of every swap, so it has no branch and unrolls by four. */
function patternSum(values: Float64Array, pattern: SwapPattern): number {
  const whole = pattern.length & ~3;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let group = 0; group < whole; group += 4) {
    a += pattern[group]! * values[group]!;
    b += pattern[group + 1]! * values[group + 1]!;
    c += pattern[group + 2]! * values[group + 2]!;
    d += pattern[group + 3]! * values[group + 3]!;
  }
  for (let group = whole; group < pattern.length; group++) a += pattern[group]! * values[group]!;
  return a + b + (c + d);
}

function less(first: MetricValue, second: MetricValue): MetricValue {
  if (first.value === null) return first;
  return second.value === null ? second : defined(first.value - second.value);
}

/** The difference of any metric, computed from both samples. */
function differenceBy(prepared: PreparedMetric, count: number): Swappable["difference"] {
  const swaps = count - 1;
  const [one, other] = [new Uint32Array(2 * count), new Uint32Array(2 * count)];
  one[swaps] = other[count + swaps] = 1;
  return (pattern) => {
    for (let group = 0; group < swaps; group++) {
      one[group] = other[count + group] = 1 - pattern[group]!;
      other[group] = one[count + group] = pattern[group]!;
    }
    return less(prepared(one), prepared(other));
  };
}

/** Clusters of videos: each group with a score that differs, and a last one for all other videos. */
function swappedClusters(
  [first, second]: readonly [ScoredVariant, ScoredVariant],
  groups: readonly string[],
): Clusters {
  const { ofItem, count } = clustersOf(groups);
  const moved = new Uint8Array(count);
  ofItem.forEach((group, k) => {
    if (first.probabilities[k] !== second.probabilities[k]) moved[group] = 1;
  });
  const last = moved.reduce((sum, isMoved) => sum + isMoved, 0);
  let numbered = 0;
  const numbers = Uint32Array.from(moved, (isMoved) => isMoved ? numbered++ : last);
  return { ofItem: ofItem.map((group) => numbers[group]!), count: last + 1 };
}

/** Concatenates two arrays. */
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

/** Two scorings of the same videos. */
interface TwoScorings {
  /** Labels: 1 is fake, 0 is real; both classes are there. */
  readonly labels: Uint8Array;
  /** P(fake) by the first and by the second. */
  readonly scores: readonly [Float64Array, Float64Array];
}

/**
 * Computes each video's contribution to AUC of the first scoring minus AUC of the second. Swapping a video's
 * scores changes the sign of its contribution, so the difference after any swap is a sum over videos. Proof: let
 * x be 1 for a score in the first sample, else 0. A fake f and a real r are a pair of the first sample if
 * x_f·x_r = 1, of the second if (1 − x_f)(1 − x_r) = 1, and the difference of these products is x_f + x_r − 1,
 * which has no product. Each score thus contributes its placement among all scores of the other class, of both
 * scorings.
 * @returns one number per video
 */
export function swappedAucEffects({ labels, scores: [first, second] }: TwoScorings): Float64Array {
  const n = labels.length;
  const both = placementsOf({
    labels: Uint8Array.from({ length: 2 * n }, (_, k) => labels[k % n]!),
    probabilities: Float64Array.from(
      { length: 2 * n },
      (_, k) => k < n ? first[k]! : second[k - n]!,
    ),
  });
  const fakes = both.fakes.length / 2;
  const reals = both.reals.length / 2;
  const [ofFakes, ofReals] = [differenceOfHalves(both.fakes), differenceOfHalves(both.reals)];
  let [fake, real] = [0, 0];
  return Float64Array.from(
    labels,
    (label) => label === 1 ? ofFakes[fake++]! / fakes : ofReals[real++]! / reals,
  );
}

/** The first half of the values minus the second half. */
function differenceOfHalves(values: Float64Array): Float64Array {
  const half = values.length / 2;
  return Float64Array.from({ length: half }, (_, k) => values[k]! - values[half + k]!);
}
