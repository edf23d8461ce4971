import type { Interval } from "../records/metric_value.ts";
import {
  bcaEnds,
  computeWidenedReach,
  type Ends,
  percentileEnds,
  studentEnds,
} from "../base/numeric/statistics/bootstrap_interval.ts";
import {
  boundedLossEnds,
  type JackknifeFacts,
  LOG_SCALE,
  LOGIT_SCALE,
  lossEnds,
  type Scale,
  shareEnds,
} from "../base/numeric/statistics/jackknife_interval.ts";
import { sampleDeviation } from "../base/numeric/statistics/sample_deviation.ts";
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

/** The 95 % CI of a metric from its samples. It holds the metric itself. */
export function sampledInterval(
  sampled: SampledMetric,
  facts: IntervalFacts,
): Interval {
  const { own, drawn } = sampled;
  if (own.value === null) return noInterval(own.reason);
  const values = drawn.filter((value) => !Number.isNaN(value));
  const gaps = drawn.length - values.length;
  if (gaps > TOLERATED_GAPS * drawn.length) {
    return noInterval(`it has no value in ${gaps} of ${drawn.length} samples`);
  }
  const [low, high] = endsOf(own.value, { ...sampled, values }, facts);
  return {
    low: Math.min(low, own.value),
    high: Math.max(own.value, Math.min(high, sampled.most ?? Infinity)),
    reason: null,
  };
}

export function noInterval(reason: string): Interval {
  return { low: null, high: null, reason };
}

/** @param sampled with the `values` of the samples in which the metric is defined */
function endsOf(
  estimate: number,
  { values, without, saturated }: SampledMetric & { readonly values: Float64Array },
  { method, groups: clusters }: IntervalFacts,
): Ends {
  const known = Array.from(without.filter((value) => !Number.isNaN(value)));
  const sampledError = clusters > without.length ? sampleDeviation(Array.from(values)) : null;
  const facts = { estimate, without: known, clusters, sampledError };
  const reach = computeWidenedReach(clusters);
  switch (method) {
    // Neither the ordinary losses nor confident mistakes may be left out.
    case "loss":
      return outermost(lossEnds(facts, LOG_SCALE), saturated);
    case "bounded loss":
      return outermost(edgeEnds(facts) ?? boundedLossEnds(facts, LOGIT_SCALE), saturated);
    case "skill":
      return saturated ?? lossEnds(facts, SKILL_SCALE);
    case "share":
      return edgeEnds(facts) ?? shareEnds(facts, LOGIT_SCALE);
    case "correlation":
      return correlationEnds(facts);
    case "bca": {
      const acceleration = jackknifeAcceleration(known);
      return edgeEnds(facts) ?? bcaEnds(values.toSorted(), { estimate, acceleration, reach });
    }
    case "percentile":
      return percentileEnds(values.toSorted(), reach);
    case "student":
      return studentEnds(Array.from(values), { estimate, reach });
    default:
      return method satisfies never;
  }
}

function outermost([low, high]: Ends, other: Ends | undefined): Ends {
  return other === undefined ? [low, high] : [Math.min(low, other[0]), Math.max(high, other[1])];
}

/** For skill, which is at most 1: that of what is left to gain. */
const SKILL_SCALE: Scale = {
  to: (skill) => -Math.log(1 - skill),
  from: (place) => 1 - Math.exp(-place),
  slope: (skill) => 1 / (1 - skill),
};

/**
 * The 95 % CI of a share of 0 or 1: no group tells how far it may be from there. With a mistake in so many groups as to
 * reach the other end, or more, a sample without any has a probability of at most 5 %.
 * @returns `null` for any other share
 */
function edgeEnds({ estimate, clusters }: JackknifeFacts): Ends | null {
  const farthest = 1 - 0.05 ** (1 / clusters);
  if (estimate === 0) return [0, farthest];
  return estimate === 1 ? [1 - farthest, 1] : null;
}

/** A correlation in [−1, 1], as a share in [0, 1]: on the logit, that is Fisher's z. */
function correlationEnds({ estimate, without, ...others }: JackknifeFacts): Ends {
  const toShare = (correlation: number) => (1 + correlation) / 2;
  const sampledError = others.sampledError === null ? null : others.sampledError / 2;
  const facts = {
    ...{ ...others, sampledError },
    ...{ estimate: toShare(estimate), without: without.map(toShare) },
  };
  const [low, high] = edgeEnds(facts) ?? shareEnds(facts, LOGIT_SCALE);
  return [2 * low - 1, 2 * high - 1];
}
