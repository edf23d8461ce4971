import type { Costs } from "../../records/costs.ts";
import { type Estimate, undefinedBecause } from "../../records/metric_value.ts";
import {
  type BootstrapOptions,
  noInterval,
  sampledInterval,
  whyNoInterval,
} from "../../metrics/cluster_bootstrap.ts";
import { type SampledMetric, sampledMetrics } from "../../metrics/cluster_samples.ts";
import { intervalMethod } from "../../metrics/interval_method.ts";
import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import type { ClusteredItems, PreparedMetric } from "../../metrics/weighted_metric.ts";
import { clustersOf } from "../../base/numeric/statistics/cluster_resample.ts";
import type { LabelledVideos, ScoredVariant } from "./scored_variant.ts";

export interface SampleOptions extends BootstrapOptions {
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
  /** Costs of wrong decisions; left out: none are given. */
  readonly costs?: Costs | undefined;
  /** Metrics that get an interval; left out: all, or in large runs the main ones. */
  readonly drawn?: readonly VideoMetricName[];
  /** Metrics that are computed at all; left out: all. */
  readonly computed?: readonly VideoMetricName[];
  /** Fewest groups with intervals; left out: 2. */
  readonly fewestGroups?: number;
  /** Number of comparisons that p-values are corrected for; left out: those that are made with these samples. */
  readonly comparisons?: number;
}

/** Every metric of several variants over the same samples of groups. */
export interface VariantSamples {
  /** Sampled metrics of each variant. Metrics without an interval are not sampled; they have only their own value. */
  readonly variants: readonly Readonly<Record<VideoMetricName, SampledMetric>>[];
  /** Metrics that get an interval. */
  readonly drawn: readonly VideoMetricName[];
  /** What was sampled. */
  readonly scored: readonly ScoredVariant[];
  readonly labelled: LabelledVideos;
  readonly options: SampleOptions;
  /** Number of videos. */
  readonly videos: number;
  /** Number of groups that they belong to. */
  readonly groups: number;
  /** The reason why there are no intervals at all; `null`: there are. */
  readonly obstacle: string | null;
}

/** Metrics that have an interval in runs of any size: a sample takes time by groups, not by videos. */
export const MAIN_METRICS: readonly VideoMetricName[] = [
  "logLoss",
  "auc",
  "accuracy",
  "balancedAccuracy",
  "brier",
];

/** Maximum number of items, over all variants and draws, for which every metric has an interval: about ten seconds. */
const WORK_FOR_ALL = 5e7;

/** Maximum number of groups, over metrics and variants, that are prepared at once: about 100 MB. */
const MOST_HELD = 4e6;

const NO_SAMPLES = new Float64Array();
const NOT_COMPUTED: SampledMetric = {
  own: undefinedBecause("the run is too large for every metric of every slice"),
  ...{ drawn: NO_SAMPLES, without: NO_SAMPLES },
};

/**
 * Samples every metric of every variant over the same samples of groups. Estimates from them are paired: variation
 * that is common to all variants cancels out of their differences.
 */
export function sampleVariants(
  variants: readonly ScoredVariant[],
  videos: LabelledVideos,
  options: SampleOptions,
): VariantSamples {
  const { clip, costs, seed } = options;
  const clusters = clustersOf(videos.groups);
  const obstacle = whyNoInterval(videos.labels, clusters.count) ??
    tooFewGroups(clusters.count, options.fewestGroups ?? 2);
  const drawn = options.drawn ?? drawnMetrics(variants.length, videos, options);
  const sampling = {
    ...{ seed, count: clusters.count },
    draws: obstacle === null && drawn.length > 0 ? options.draws : 0,
  };
  // Drawing the same samples again is cheap; holding hundreds of variants at once takes much memory.
  const atOnce = Math.max(1, Math.floor(MOST_HELD / (drawn.length * clusters.count)));
  const sampled: SampledMetric[] = [];
  for (let from = 0; from < variants.length; from += atOnce) {
    const metrics = variants.slice(from, from + atOnce)
      .flatMap((variant) => prepared(drawn, variant, { ...videos, clusters, clip, costs }));
    for (const metric of sampledMetrics(metrics, sampling)) sampled.push(metric);
  }
  const sampleOf = (v: number, name: VideoMetricName): SampledMetric =>
    sampled[v * drawn.length + drawn.indexOf(name)]!;
  const ownOf = (v: number, name: VideoMetricName): SampledMetric => {
    const { probabilities, decision } = variants[v]!;
    if (options.computed?.includes(name) === false) return NOT_COMPUTED;
    const items = { labels: videos.labels, probabilities };
    const own = METRICS[name].compute(items, { decision, clip, costs });
    return { own, drawn: NO_SAMPLES, without: NO_SAMPLES };
  };
  return {
    variants: variants.map((_, v) =>
      byName((name) => drawn.includes(name) ? sampleOf(v, name) : ownOf(v, name))
    ),
    ...{ drawn, obstacle, scored: variants, labelled: videos, options },
    ...{ videos: videos.labels.length, groups: clusters.count },
  };
}

/** Estimates a metric of one variant with its 95 % CI. */
export function estimateMetric(
  metric: SampledMetric,
  samples: VariantSamples,
  name: VideoMetricName,
): Estimate {
  const reason = whyNotDrawn(samples, name);
  const interval = reason !== null
    ? noInterval(reason)
    : sampledInterval(metric, { method: intervalMethod(METRICS[name]), groups: samples.groups });
  return { ...metric.own, interval, n: samples.videos };
}

/** The reason why a metric has no interval, known before any sample; `null`: it has one. */
export function whyNotDrawn(
  { drawn, obstacle }: Pick<VariantSamples, "drawn" | "obstacle">,
  name: VideoMetricName,
): string | null {
  return drawn.includes(name) ? obstacle : "the run is too large for CIs of every metric";
}

function tooFewGroups(groups: number, fewest: number): string | null {
  return groups < fewest ? `there are fewer than ${fewest} groups` : null;
}

/** The metrics that have an interval, given the number of variants. */
function drawnMetrics(
  variants: number,
  { labels }: Pick<LabelledVideos, "labels">,
  { draws }: Pick<BootstrapOptions, "draws">,
): readonly VideoMetricName[] {
  const work = variants * labels.length * draws;
  return work <= WORK_FOR_ALL ? VIDEO_METRIC_NAMES : MAIN_METRICS;
}

function prepared(
  names: readonly VideoMetricName[],
  { probabilities, decision }: ScoredVariant,
  { labels, clusters, clip, costs }:
    & Pick<ClusteredItems, "labels" | "clusters">
    & Pick<SampleOptions, "clip" | "costs">,
): readonly PreparedMetric[] {
  const items = { labels, probabilities, clusters };
  return names.map((name) => METRICS[name].prepareClusters(items, { decision, clip, costs }));
}

/** One value for each metric of videos. */
export function byName<T>(of: (name: VideoMetricName) => T): Record<VideoMetricName, T> {
  const named = VIDEO_METRIC_NAMES.map((name) => [name, of(name)] as const);
  return Object.fromEntries(named) as Record<VideoMetricName, T>;
}
