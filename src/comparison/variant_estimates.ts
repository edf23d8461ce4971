import {
  defined,
  type Interval,
  type MetricValue,
  undefinedBecause,
} from "../domain/metric_value.ts";
import type { Estimate } from "../domain/summary.ts";
import {
  type BootstrapOptions,
  clusterIntervals,
  type IntervalOptions,
} from "../metrics/cluster_bootstrap.ts";
import { intervalMethod } from "../metrics/interval_method.ts";
import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../metrics/names.ts";
import { METRICS } from "../metrics/registry.ts";
import { type ClusteredItems, onceEach, type PreparedMetric } from "../metrics/weighted_metric.ts";
import { clustersOf } from "../numeric/cluster_resample.ts";

/** Labels and groups of the videos that all variants scored, in one order. */
export interface LabelledVideos {
  /** 1 is fake, 0 is real. */
  readonly labels: Uint8Array;
  readonly groups: readonly string[];
}

/** What one variant says of these videos. */
export interface ScoredVariant {
  /** P(fake). */
  readonly probabilities: Float64Array;
  /** Called fake at or above it, in (0, 1). */
  readonly decision: number;
}

export interface EstimateOptions extends BootstrapOptions {
  /** Place of the variant that others are compared with. */
  readonly baseline: number;
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
  /** Metrics that get an interval; left out: all, or in large runs the main ones. */
  readonly drawn?: readonly VideoMetricName[];
}

/** How well one variant did. */
export interface VariantEstimates {
  readonly metrics: Readonly<Record<VideoMetricName, Estimate>>;
  /** This variant minus the baseline, paired by video; `null` for the baseline itself. */
  readonly differences: Readonly<Record<VideoMetricName, Estimate>> | null;
}

/** Metrics that get an interval in all but the largest runs. */
const MAIN_METRICS: readonly VideoMetricName[] = [
  "logLoss",
  "auc",
  "accuracy",
  "balancedAccuracy",
  "brier",
];

/** Metrics that get an interval however large the run is: those that variants are compared by. */
const TELLING_METRICS: readonly VideoMetricName[] = ["logLoss", "auc"];

/** Most items, over all variants and draws, for which the main metrics get an interval: about a minute. */
const WORK_FOR_MAIN = 2e9;

/** Most items, over all variants and draws, for which every metric gets an interval: some ten seconds. */
const WORK_FOR_ALL = 5e7;

const NOT_DRAWN: Interval = {
  low: null,
  high: null,
  reason: "the run is too large to draw intervals for every metric",
};

/** A metric that can be asked what it last said. */
interface RememberingMetric {
  readonly ask: PreparedMetric;
  last(): MetricValue;
}

/**
 * Every metric of every variant and its difference from the baseline, each with a 95 % interval (in large
 * runs only the main metrics). All come from the same samples of groups, so that differences are paired and
 * chance that hits all variants alike cancels out.
 */
export function estimateVariants(
  variants: readonly ScoredVariant[],
  videos: LabelledVideos,
  options: EstimateOptions,
): readonly VariantEstimates[] {
  const clustered = { ...videos, clusters: clustersOf(videos.groups) };
  const own = variants.map((variant) => preparedMetrics(variant, { ...clustered, ...options }));
  const baseline = own[options.baseline];
  // Differences are asked after all metrics, so that they find the values of the same sample.
  const asked = [
    ...own.flat().map(({ ask }) => ask),
    ...own.flatMap((metrics) => metrics.map((metric, m) => differenceOf(metric, baseline[m]))),
  ];
  const drawn = new Set(options.drawn ?? drawnMetrics(variants.length, videos, options));
  const half = asked.length / 2;
  const nameAt = (place: number) => VIDEO_METRIC_NAMES[place % VIDEO_METRIC_NAMES.length];
  const all = estimates(asked, clustered, {
    ...options,
    isDrawn: (place) => drawn.has(nameAt(place)),
    methodOf: (place) => place < half ? intervalMethod(METRICS[nameAt(place)]) : "student",
  });
  return variants.map((_, v) => ({
    metrics: byName(all, v * VIDEO_METRIC_NAMES.length),
    differences: v === options.baseline ? null : byName(all, half + v * VIDEO_METRIC_NAMES.length),
  }));
}

/** The metrics that get an interval when so many variants are estimated. */
export function drawnMetrics(
  variants: number,
  { labels }: Pick<LabelledVideos, "labels">,
  { draws }: Pick<BootstrapOptions, "draws">,
): readonly VideoMetricName[] {
  const work = variants * labels.length * draws;
  if (work <= WORK_FOR_ALL) return VIDEO_METRIC_NAMES;
  return work <= WORK_FOR_MAIN ? MAIN_METRICS : TELLING_METRICS;
}

/** Log loss alone, for a sample of its own such as the videos without a fallback. */
export function estimateLogLoss(
  { probabilities, decision }: ScoredVariant,
  videos: LabelledVideos,
  options: BootstrapOptions & { readonly clip: number },
): Estimate {
  const items = { labels: videos.labels, probabilities, clusters: clustersOf(videos.groups) };
  const prepared = METRICS.logLoss.prepareClusters(items, { decision, clip: options.clip });
  const methodOf = () => intervalMethod(METRICS.logLoss);
  return estimates([prepared], items, { ...options, isDrawn: () => true, methodOf })[0];
}

/** Values of prepared metrics on all items, with intervals for those that are drawn. */
function estimates(
  asked: readonly PreparedMetric[],
  videos: Pick<ClusteredItems, "labels" | "clusters">,
  options: IntervalOptions & { isDrawn(place: number): boolean },
): readonly Estimate[] {
  const n = videos.labels.length;
  const values = asked.map((ask) => ask(onceEach(videos.clusters.count)));
  const places = asked.map((_, place) => place).filter(options.isDrawn);
  const intervals = asked.map(() => NOT_DRAWN);
  clusterIntervals(places.map((place) => asked[place]), videos, {
    ...options,
    methodOf: (i) => options.methodOf(places[i]),
  }).forEach((interval, i) => intervals[places[i]] = interval);
  return values.map((value, place) => ({ ...value, interval: intervals[place], n }));
}

/** One for each of VIDEO_METRIC_NAMES. */
function preparedMetrics(
  { probabilities, decision }: ScoredVariant,
  { labels, clusters, clip }: Pick<ClusteredItems, "labels" | "clusters"> & { clip: number },
): readonly RememberingMetric[] {
  return VIDEO_METRIC_NAMES.map((name) => {
    const metric = METRICS[name].prepareClusters(
      { labels, probabilities, clusters },
      { decision, clip },
    );
    let last = undefinedBecause("it was not asked for");
    return { ask: (weights) => (last = metric(weights)), last: () => last };
  });
}

function differenceOf(metric: RememberingMetric, baseline: RememberingMetric): PreparedMetric {
  return () => {
    const [left, right] = [metric.last(), baseline.last()];
    if (left.value === null) return left;
    return right.value === null ? right : defined(left.value - right.value);
  };
}

function byName(all: readonly Estimate[], from: number): Record<VideoMetricName, Estimate> {
  const named = VIDEO_METRIC_NAMES.map((name, m) => [name, all[from + m]] as const);
  return Object.fromEntries(named) as Record<VideoMetricName, Estimate>;
}
