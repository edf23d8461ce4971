import type { Interval } from "../records/metric_value.ts";
import {
  bcaEnds,
  computeWidenedReach,
  type Ends,
  percentileEnds,
  studentEnds,
} from "../base/numeric/statistics/bootstrap_interval.ts";
import { jackknifeAcceleration } from "../base/numeric/statistics/cluster_jackknife.ts";
import { type SampledMetric, sampledMetrics } from "./cluster_samples.ts";
import type { IntervalMethod } from "./interval_method.ts";
import {
  classCounts,
  type ClusteredItems,
  missingClass,
  onceEach,
  type PreparedMetric,
} from "./weighted_metric.ts";

export interface BootstrapOptions {
  /** Samples drawn. */
  readonly draws: number;
  /** Seed, 0 … 2³²−1; equal seeds draw equal groups. */
  readonly seed: number;
}

export const BOOTSTRAP_DEFAULTS: BootstrapOptions = { draws: 2000, seed: 0 };

/** Largest share of draws in which a metric may be undefined and still have an interval. */
const TOLERATED_GAPS = 0.05;

/** Options for the intervals of several metrics. */
export interface IntervalOptions extends BootstrapOptions {
  /** The method for the metric at this place. */
  methodOf(place: number): IntervalMethod;
}

/** Facts about the items of an interval. */
export interface IntervalFacts {
  readonly method: IntervalMethod;
  /** Groups that the items belong to. */
  readonly groups: number;
}

/**
 * 95 % CIs of several metrics of the same items (or of other scores of them), prepared for their clusters, from
 * samples of whole groups. All metrics use the same samples, drawn in one pass.
 * Source of the intervals: `IntervalMethod`.
 * @param items labels and clusters of what was prepared
 * @returns for each `null` and why with one group, one class, or a metric undefined in over 5 % of the samples
 */
export function clusterIntervals(
  metrics: readonly PreparedMetric[],
  { labels, clusters: { count } }: Pick<ClusteredItems, "labels" | "clusters">,
  { methodOf, ...options }: IntervalOptions,
): readonly Interval[] {
  const obstacle = whyNoInterval(labels, count);
  if (obstacle !== null) return metrics.map(() => noInterval(obstacle));
  return sampledMetrics(metrics, { ...options, count })
    .map((sampled, place) => sampledInterval(sampled, { method: methodOf(place), groups: count }));
}

/** The reason why there is no interval; `null`: there is one. */
export function whyNoInterval(labels: Uint8Array, groups: number): string | null {
  const missing = missingClass(classCounts(labels, onceEach(labels.length)));
  if (missing !== null) return missing.reason;
  return groups < 2 ? "there is only one group" : null;
}

/** The 95 % CI of a metric from its samples. */
export function sampledInterval(
  { own, drawn, without }: SampledMetric,
  { method, groups }: IntervalFacts,
): Interval {
  if (own.value === null) return noInterval(own.reason);
  const values = drawn.filter((value) => !Number.isNaN(value));
  const gaps = drawn.length - values.length;
  if (gaps > TOLERATED_GAPS * drawn.length) {
    return noInterval(`it has no value in ${gaps} of ${drawn.length} samples`);
  }
  const [low, high] = endsOf(values, {
    method,
    estimate: own.value,
    without,
    reach: computeWidenedReach(groups),
  });
  return { low, high, reason: null };
}

export function noInterval(reason: string): Interval {
  return { low: null, high: null, reason };
}

/** @param values of the samples in which the metric is defined */
function endsOf(
  values: Float64Array,
  { method, estimate, without, reach }: {
    readonly method: IntervalMethod;
    readonly estimate: number;
    readonly without: Float64Array;
    readonly reach: number;
  },
): Ends {
  switch (method) {
    case "bca": {
      const known = without.filter((value) => !Number.isNaN(value));
      const acceleration = jackknifeAcceleration(Array.from(known));
      return bcaEnds(values.toSorted(), { estimate, acceleration, reach });
    }
    case "percentile":
      return percentileEnds(values.toSorted(), reach);
    case "student":
      return studentEnds(Array.from(values), { estimate, reach });
    default:
      return method satisfies never;
  }
}
