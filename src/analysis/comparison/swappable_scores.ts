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
import type { LabelledVideos, ScoredVariant } from "../summary/scored_variant.ts";
import { swappedAucEffects } from "./swapped_auc_effects.ts";

/** Two variants whose metrics are subtracted, first minus second. */
export type ScoredPair = readonly [first: ScoredVariant, second: ScoredVariant];

/** A weighted sum of differences of pairs. */
export type WeightedPairs = readonly { readonly pair: ScoredPair; readonly weight: number }[];

/** Scores of pairs, prepared for swaps of groups: a group is swapped in all pairs at once. */
export interface Swappable {
  /** Number of groups in which scores of a pair differ; swapping the others has no effect. */
  readonly moved: number;
  /** The weighted sum of the pairs' differences after the swap. */
  difference(pattern: SwapPattern): MetricValue;
}

/** Prepares pairs for swaps of groups. */
export function swappableScores(
  name: VideoMetricName,
  pairs: WeightedPairs,
  { videos, clip }: { readonly videos: LabelledVideos; readonly clip: number },
): Swappable {
  const clusters = swappedClusters(pairs.map(({ pair }) => pair), videos.groups);
  const items = { ...videos, clusters };
  const moved = clusters.count - 1; // the last cluster stays where it is
  if (name === "auc" && hasBothClasses(videos)) {
    return { moved, difference: signedSum(aucEffects(pairs, items)) };
  }
  const prepared = pairs.map(({ pair, weight }) => {
    const [first, second] = comparable(name, pair);
    const options = { decision: first.decision, clip };
    const metric = METRICS[name].prepareClusters(joinedScores([first, second], items), options);
    return { metric, weight };
  });
  const means = prepared.flatMap(({ metric, weight }) =>
    isSumMetric(metric) && metric.isMean ? { metric, weight } : []
  );
  const difference = videos.labels.length > 0 && means.length === prepared.length
    ? signedSum(meanEffects(means, clusters.count))
    : differenceOfPairs(prepared, clusters.count);
  return { moved, difference };
}

/**
 * Replaces scores by decisions for a metric of decisions if the variants have different thresholds: one variant's
 * scores cannot be judged at the other's threshold.
 */
function comparable(name: VideoMetricName, pair: ScoredPair): ScoredPair {
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
  [first, second]: ScoredPair,
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

/** What each group adds to the difference of AUC, in the order of the groups; both classes are there. */
export function signedEffects(pairs: WeightedPairs, videos: LabelledVideos): Float64Array {
  return aucEffects(pairs, { ...videos, clusters: clustersOf(videos.groups) });
}

/** What each group adds to the difference of AUC, of all pairs together. */
function aucEffects(
  pairs: WeightedPairs,
  { labels, clusters: { ofItem, count } }: Pick<ClusteredItems, "labels" | "clusters">,
): Float64Array {
  const ofGroup = new Float64Array(count);
  for (const { pair: [first, second], weight } of pairs) {
    swappedAucEffects({ labels, scores: [first.probabilities, second.probabilities] })
      .forEach((effect, k) => ofGroup[ofItem[k]!]! += weight * effect);
  }
  return ofGroup;
}

/** What each group adds to the difference of a mean, of all pairs together. */
function meanEffects(
  means: readonly { readonly metric: SumMetric; readonly weight: number }[],
  count: number,
): Float64Array {
  const ofGroup = new Float64Array(count);
  for (const { metric: { columns: [totals, counts] }, weight } of means) {
    const share = weight / total(counts!.subarray(count));
    for (let k = 0; k < count; k++) ofGroup[k]! += share * (totals![k]! - totals![count + k]!);
  }
  return ofGroup;
}

/** A sum of one term per group, whose sign changes when the group is swapped. */
function signedSum(effects: Float64Array): Swappable["difference"] {
  const all = total(effects);
  return (pattern) => defined(all - 2 * patternSum(effects, pattern));
}

/** The weighted sum of the differences of pairs, each computed from its sums or its scores. */
function differenceOfPairs(
  prepared: readonly { readonly metric: PreparedMetric; readonly weight: number }[],
  count: number,
): Swappable["difference"] {
  const differences = prepared.map(({ metric, weight }) => ({
    weight,
    of: isSumMetric(metric) ? differenceOfSums(metric, count) : differenceBy(metric, count),
  }));
  return (pattern) => {
    let sum = 0;
    for (const { weight, of } of differences) {
      const { value, reason } = of(pattern);
      if (value === null) return { value, reason };
      sum += weight * value;
    }
    return defined(sum);
  };
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

/** Clusters of videos: each group with a score that differs in a pair, and a last one for all other videos. */
function swappedClusters(pairs: readonly ScoredPair[], groups: readonly string[]): Clusters {
  const { ofItem, count } = clustersOf(groups);
  const moved = new Uint8Array(count);
  for (const [first, second] of pairs) {
    ofItem.forEach((group, k) => {
      if (first.probabilities[k] !== second.probabilities[k]) moved[group] = 1;
    });
  }
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
