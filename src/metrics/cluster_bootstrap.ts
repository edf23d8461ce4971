import type { Interval } from "../domain/metric_value.ts";
import {
  bcaEnds,
  type BcaFacts,
  percentileEnds,
  widenedReach,
} from "../numeric/bootstrap_interval.ts";
import { jackknifeAcceleration, leaveOneOut } from "../numeric/cluster_jackknife.ts";
import {
  clusterResamples,
  type Clusters,
  clustersOf,
  type Weights,
} from "../numeric/cluster_resample.ts";
import type { MetricOptions, ScoredItems } from "./contract.ts";
import { type IntervalMethod, intervalMethod } from "./interval_method.ts";
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

/** How the intervals of several metrics are drawn. */
export interface IntervalOptions extends BootstrapOptions {
  /** The method for the metric at this place. */
  methodOf(place: number): IntervalMethod;
}

/**
 * 95 % interval of a metric over samples of whole groups, by the method that suits the metric.
 * @returns `null` and why with one group, one class, or a metric undefined in over 5 % of the samples
 */
export function clusterBootstrap(
  metric: WeightedMetric,
  items: GroupedItems,
  options: MetricOptions & BootstrapOptions,
): Interval {
  const methodOf = () => intervalMethod(metric);
  return clusterIntervals([metric.prepare(items, options)], items, { ...options, methodOf })[0];
}

/**
 * The same for several prepared metrics of the same items (or of other scores of them) in one pass: every
 * metric sees the same samples, and for each sample they are asked in their order.
 * Source of the sampling: Davison and Hinkley 1997, section 3.8; of the intervals: `IntervalMethod`.
 * @param items labels and groups of what was prepared
 */
export function clusterIntervals(
  metrics: readonly PreparedMetric[],
  items: Pick<GroupedItems, "labels" | "groups">,
  { draws, seed, methodOf }: IntervalOptions,
): readonly Interval[] {
  if (items.groups.length !== items.labels.length) {
    throw new RangeError(`${items.groups.length} groups for ${items.labels.length} labels`);
  }
  const clusters = clustersOf(items.groups);
  const obstacle = whyNoInterval(items, clusters.count);
  if (obstacle !== null) return metrics.map(() => noInterval(obstacle));
  const drawn = valuesOver(clusterResamples(clusters, { draws, seed }), metrics);
  const facts = bcaFacts(metrics, clusters, { methodOf, items: items.labels.length });
  const reach = widenedReach(clusters.count);
  return drawn.map((values, place) => intervalOf(values, { draws, reach, facts: facts[place] }));
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

/** What each metric is in the samples where it has a value. */
function valuesOver(
  samples: Iterable<Weights>,
  metrics: readonly PreparedMetric[],
): readonly number[][] {
  const values = metrics.map((): number[] => []);
  for (const weights of samples) {
    metrics.forEach((metric, place) => {
      const { value } = metric(weights);
      if (value !== null) values[place].push(value);
    });
  }
  return values;
}

/** For each metric that takes a BCa interval what that needs; `null` for the others. */
function bcaFacts(
  metrics: readonly PreparedMetric[],
  clusters: Clusters,
  { methodOf, items }: Pick<IntervalOptions, "methodOf"> & { readonly items: number },
): readonly (BcaFacts | null)[] {
  const places = metrics.map((_, place) => place).filter((place) => methodOf(place) === "bca");
  const corrected = places.map((place) => metrics[place]);
  const [own, without] = [[onceEach(items)], leaveOneOut(clusters)]
    .map((samples) => valuesOver(samples, corrected));
  const facts = metrics.map((): BcaFacts | null => null);
  places.forEach((place, k) => {
    const [estimate] = own[k];
    if (estimate === undefined) return;
    facts[place] = { estimate, acceleration: jackknifeAcceleration(without[k]) };
  });
  return facts;
}

/** @param values what the metric was in the samples where it had a value */
function intervalOf(
  values: readonly number[],
  { draws, reach, facts }: { draws: number; reach: number; facts: BcaFacts | null },
): Interval {
  const gaps = draws - values.length;
  if (gaps > TOLERATED_GAPS * draws) {
    return noInterval(`it has no value in ${gaps} of ${draws} samples`);
  }
  const sorted = Float64Array.from(values).sort();
  const [low, high] = facts === null
    ? percentileEnds(sorted, reach)
    : bcaEnds(sorted, { ...facts, reach });
  return { low, high, reason: null };
}

function noInterval(reason: string): Interval {
  return { low: null, high: null, reason };
}
