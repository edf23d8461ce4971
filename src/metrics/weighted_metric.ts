import type { Metric, MetricOptions, ScoredItems } from "./contract.ts";
import { type MetricValue, undefinedBecause } from "../records/metric_value.ts";
import {
  type Clusters,
  eachAlone,
  type Weights,
} from "../base/numeric/statistics/cluster_resample.ts";

/**
 * A metric prepared for its items, for example by sorting. Given how often each item (or each cluster, if prepared
 * for clusters) counts, it returns the value.
 */
export type PreparedMetric = (weights: Weights) => MetricValue;

/** Scored items in clusters; the items of a cluster count equally often. */
export interface ClusteredItems extends ScoredItems {
  readonly clusters: Clusters;
}

/** A metric that can be evaluated over many samples of the same items. */
export interface WeightedMetric extends Metric {
  /**
   * Does the work that all samples share, such as sorting; the items must not change afterwards.
   * @throws RangeError when the items are not labels and probabilities of equal number
   */
  prepare(items: ScoredItems, options: MetricOptions): PreparedMetric;
  /** The same for samples of whole clusters, with a weight per cluster, which is faster. */
  prepareClusters(items: ClusteredItems, options: MetricOptions): PreparedMetric;
}

/** Completes a metric from its form for clusters: `compute` counts each item once. */
export function weightedMetric(
  definition: Omit<WeightedMetric, "compute" | "prepare">,
): WeightedMetric {
  const prepareClusters = (items: ClusteredItems, options: MetricOptions): PreparedMetric => {
    checkClustered(items);
    return definition.prepareClusters(items, options);
  };
  const prepare = (items: ScoredItems, options: MetricOptions): PreparedMetric =>
    prepareClusters({ ...items, clusters: eachAlone(items.labels.length) }, options);
  return {
    ...definition,
    prepareClusters,
    prepare,
    compute: (items, options) => prepare(items, options)(onceEach(items.labels.length)),
  };
}

/** Weights of 1 for `count` items or clusters. */
export function onceEach(count: number): Weights {
  return new Uint32Array(count).fill(1);
}

/** Numbers of fakes and reals in a sample. */
export interface ClassCounts {
  readonly fakes: number;
  readonly reals: number;
}

export function classCounts(labels: Uint8Array, weights: Weights): ClassCounts {
  let fakes = 0;
  let all = 0;
  for (let k = 0; k < labels.length; k++) {
    fakes += labels[k]! * weights[k]!;
    all += weights[k]!;
  }
  return { fakes, reals: all - fakes };
}

/** The reason why a metric that needs both classes is undefined for a sample; `null`: both are present. */
export function missingClass({ fakes, reals }: ClassCounts): MetricValue | null {
  if (fakes + reals === 0) return noItems();
  if (fakes === 0) return undefinedBecause("no video is labelled FAKE");
  if (reals === 0) return undefinedBecause("no video is labelled REAL");
  return null;
}

export function noItems(): MetricValue {
  return undefinedBecause("no labelled item was scored");
}

function checkClustered({ clusters, ...items }: ClusteredItems): void {
  if (clusters.ofItem.length !== items.labels.length) {
    throw new RangeError(
      `${clusters.ofItem.length} clustered items for ${items.labels.length} labels`,
    );
  }
  checkScored(items);
}

/** Checks scored items. @throws RangeError when they are not labels and probabilities of equal number */
export function checkScored({ labels, probabilities }: ScoredItems): void {
  if (labels.length !== probabilities.length) {
    throw new RangeError(`${labels.length} labels for ${probabilities.length} probabilities`);
  }
  for (let k = 0; k < labels.length; k++) {
    if (labels[k]! > 1) throw new RangeError("a label is neither 0 nor 1");
    const probability = probabilities[k]!;
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(`${probability} is not a probability`);
    }
  }
}
