import type { Interval } from "../domain/metric_value.ts";
import { clusterResamples, clustersOf } from "../numeric/cluster_resample.ts";
import { quantile } from "../numeric/quantile.ts";
import type { MetricOptions, ScoredItems } from "./contract.ts";
import {
  classCounts,
  missingClass,
  onceEach,
  type PreparedMetric,
  type WeightedMetric,
} from "./weighted_metric.ts";

/** Scored items of which some move together. */
export interface GroupedItems extends ScoredItems {
  /** Group of each item: a real video and the fakes made from it share one. */
  readonly groups: readonly string[];
}

export interface BootstrapOptions {
  /** Samples drawn. */
  readonly draws: number;
  /** 0 … 2³²−1; equal seeds draw equal groups. */
  readonly seed: number;
}

export const BOOTSTRAP_DEFAULTS: BootstrapOptions = { draws: 2000, seed: 0 };

/** Share of draws in which a metric may be undefined before its interval is given up. */
const TOLERATED_GAPS = 0.05;

/** Ends of the interval, as shares of the draws. */
const TAILS = [0.025, 0.975] as const;

/**
 * 95 % interval of a metric: the percentile interval over samples of whole groups.
 * Source: Davison and Hinkley 1997, sections 3.8 and 5.3.1.
 * @returns `null` and why with one group, one class, or a metric undefined in over 5 % of the samples
 */
export function clusterBootstrap(
  metric: WeightedMetric,
  items: GroupedItems,
  options: MetricOptions & BootstrapOptions,
): Interval {
  return clusterIntervals([metric.prepare(items, options)], items, options)[0];
}

/**
 * The same for several prepared metrics of the same items (or of other scores of them) in one pass: every
 * metric sees the same samples.
 * @param items labels and groups of what was prepared
 */
export function clusterIntervals(
  metrics: readonly PreparedMetric[],
  items: Pick<GroupedItems, "labels" | "groups">,
  { draws, seed }: BootstrapOptions,
): readonly Interval[] {
  if (items.groups.length !== items.labels.length) {
    throw new RangeError(`${items.groups.length} groups for ${items.labels.length} labels`);
  }
  const clusters = clustersOf(items.groups);
  const obstacle = whyNoInterval(items, clusters.count);
  if (obstacle !== null) return metrics.map(() => noInterval(obstacle));
  const values = metrics.map(() => new Float64Array(draws));
  const counts = metrics.map(() => 0);
  for (const weights of clusterResamples(clusters, { draws, seed })) {
    metrics.forEach((metric, k) => {
      const { value } = metric(weights);
      if (value !== null) values[k][counts[k]++] = value;
    });
  }
  return values.map((drawn, k) => percentileInterval(drawn.subarray(0, counts[k]), draws));
}

/** What stands in the way of any interval; `null`: nothing. */
function whyNoInterval(
  { labels }: Pick<GroupedItems, "labels">,
  groups: number,
): string | null {
  const missing = missingClass(classCounts(labels, onceEach(labels.length)));
  if (missing !== null) return missing.reason;
  return groups < 2 ? "there is only one group" : null;
}

/** @param values what the metric was in the samples where it had a value; sorted in place */
function percentileInterval(values: Float64Array, draws: number): Interval {
  const gaps = draws - values.length;
  if (gaps > TOLERATED_GAPS * draws) {
    return noInterval(`it has no value in ${gaps} of ${draws} samples`);
  }
  values.sort();
  const [low, high] = TAILS.map((tail) => quantile(values, tail));
  return { low, high, reason: null };
}

function noInterval(reason: string): Interval {
  return { low: null, high: null, reason };
}
