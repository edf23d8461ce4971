import type { Interval, MetricValue } from "../domain/metric_value.ts";
import {
  bcaEnds,
  type Ends,
  percentileEnds,
  studentEnds,
  widenedReach,
} from "../numeric/bootstrap_interval.ts";
import { jackknifeAcceleration, leaveOneOut } from "../numeric/cluster_jackknife.ts";
import { clusterDraws, clustersOf, type Weights } from "../numeric/cluster_resample.ts";
import type { MetricOptions, ScoredItems } from "./contract.ts";
import { type IntervalMethod, intervalMethod } from "./interval_method.ts";
import {
  classCounts,
  type ClusteredItems,
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
  const clustered = { ...items, clusters: clustersOf(items.groups) };
  const prepared = metric.prepareClusters(clustered, options);
  const methodOf = () => intervalMethod(metric);
  return clusterIntervals([prepared], clustered, { ...options, methodOf })[0];
}

/**
 * The same for several metrics of the same items (or of other scores of them), prepared for their clusters, in
 * one pass: every metric sees the same samples, and for each sample they are asked in their order.
 * Source of the sampling: Davison and Hinkley 1997, section 3.8; of the intervals: `IntervalMethod`.
 * @param items labels and clusters of what was prepared
 */
export function clusterIntervals(
  metrics: readonly PreparedMetric[],
  { labels, clusters: { count } }: Pick<ClusteredItems, "labels" | "clusters">,
  { draws, seed, methodOf }: IntervalOptions,
): readonly Interval[] {
  const obstacle = whyNoInterval(labels, count);
  if (obstacle !== null) return metrics.map(() => noInterval(obstacle));
  const drawn = valuesOver(clusterDraws(count, { draws, seed }), metrics);
  const own = metrics.map((metric) => metric(onceEach(count)));
  const accelerations = accelerationsOf(metrics, count, methodOf);
  const reach = widenedReach(count);
  return drawn.map((values, place) =>
    intervalOf(values, {
      ...{ draws, reach, own: own[place] },
      ...{ method: methodOf(place), acceleration: accelerations[place] },
    })
  );
}

/** What stands in the way of any interval; `null`: nothing. */
function whyNoInterval(labels: Uint8Array, groups: number): string | null {
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

/** For each metric that takes a BCa interval its acceleration; 0 for the others. */
function accelerationsOf(
  metrics: readonly PreparedMetric[],
  clusters: number,
  methodOf: IntervalOptions["methodOf"],
): readonly number[] {
  const places = metrics.map((_, place) => place).filter((place) => methodOf(place) === "bca");
  const without = valuesOver(leaveOneOut(clusters), places.map((place) => metrics[place]));
  const accelerations = metrics.map(() => 0);
  places.forEach((place, k) => accelerations[place] = jackknifeAcceleration(without[k]));
  return accelerations;
}

/** What an interval is made of, beside the values in the samples. */
interface Ingredients {
  readonly method: IntervalMethod;
  /** On the items themselves. */
  readonly own: MetricValue;
  readonly acceleration: number;
  readonly reach: number;
  readonly draws: number;
}

/** @param values what the metric was in the samples where it had a value */
function intervalOf(values: readonly number[], ingredients: Ingredients): Interval {
  const { own, draws } = ingredients;
  const gaps = draws - values.length;
  if (gaps > TOLERATED_GAPS * draws) {
    return noInterval(`it has no value in ${gaps} of ${draws} samples`);
  }
  if (own.value === null) return noInterval(own.reason);
  const [low, high] = endsOf(values, { ...ingredients, estimate: own.value });
  return { low, high, reason: null };
}

function endsOf(
  values: readonly number[],
  { method, ...facts }: Ingredients & { readonly estimate: number },
): Ends {
  const sorted = () => Float64Array.from(values).sort();
  switch (method) {
    case "bca":
      return bcaEnds(sorted(), facts);
    case "percentile":
      return percentileEnds(sorted(), facts.reach);
    case "student":
      return studentEnds(values, facts);
    default:
      return method satisfies never;
  }
}

function noInterval(reason: string): Interval {
  return { low: null, high: null, reason };
}
