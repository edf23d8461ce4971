import type { ScoredItems } from "./contract.ts";
import type { Clusters, Weights } from "../base/numeric/statistics/cluster_resample.ts";

/** Items from the highest probability to the lowest, in steps of equal probability, fakes first in each. */
export interface Ranking {
  /** Item numbers, highest probability first. */
  readonly order: Uint32Array;
  /** Labels in that order: 1 is fake, 0 is real. */
  readonly labels: Uint8Array;
  /** Clusters in that order. */
  readonly clusters: Uint32Array;
  /** End (exclusive) in `order` of the items of each distinct probability. */
  readonly stepEnds: Uint32Array;
}

/** Ranks items once, O(n log n); metrics of samples of these items are then O(n). */
export function rankingOf(items: ScoredItems, { ofItem }: Clusters): Ranking {
  const { probabilities } = items;
  const order = Uint32Array.from(probabilities, (_, k) => k)
    .sort((a, b) => probabilities[b]! - probabilities[a]! || items.labels[b]! - items.labels[a]!);
  const labels = new Uint8Array(order.length);
  const clusters = new Uint32Array(order.length);
  const stepEnds = new Uint32Array(order.length);
  let steps = 0;
  for (let k = 0; k < order.length; k++) {
    const item = order[k]!;
    labels[k] = items.labels[item]!;
    clusters[k] = ofItem[item]!;
    const next = order[k + 1];
    if (next === undefined || probabilities[item] !== probabilities[next]) {
      stepEnds[steps++] = k + 1;
    }
  }
  return { order, labels, clusters, stepEnds: stepEnds.slice(0, steps) };
}

/** A tie of items of both classes: places in a ranking, the end exclusive. */
export interface Tie {
  readonly start: number;
  readonly end: number;
}

export function tiesOf({ labels, stepEnds }: Pick<Ranking, "labels" | "stepEnds">): readonly Tie[] {
  const steps = Array.from(stepEnds, (end, step) => ({ start: stepEnds[step - 1] ?? 0, end }));
  // Fakes come first.
  return steps.filter(({ start, end }) => labels[start] !== labels[end - 1]);
}

/** Counts of items predicted fake as the threshold decreases: one entry for none, then one per step. */
export interface ThresholdCounts {
  /** Fakes predicted fake so far; the last entry is all fakes. */
  readonly hits: Float64Array;
  /** Reals predicted fake so far; the last entry is all reals. */
  readonly alarms: Float64Array;
  readonly fakes: number;
  readonly reals: number;
}

/** Counts a sample at every threshold. A step whose items are not in the sample repeats the counts before it. */
export function thresholdCounts(
  { labels, clusters, stepEnds }: Ranking,
  weights: Weights,
): ThresholdCounts {
  const hits = new Float64Array(stepEnds.length + 1);
  const alarms = new Float64Array(stepEnds.length + 1);
  let [fakes, reals] = [0, 0];
  let k = 0;
  for (let step = 0; step < stepEnds.length; step++) {
    for (; k < stepEnds[step]!; k++) {
      if (labels[k] === 1) fakes += weights[clusters[k]!]!;
      else reals += weights[clusters[k]!]!;
    }
    hits[step + 1] = fakes;
    alarms[step + 1] = reals;
  }
  return { hits, alarms, fakes, reals };
}
