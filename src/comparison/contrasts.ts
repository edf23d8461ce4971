import { defined, type MetricValue, undefinedBecause } from "../domain/metric_value.ts";
import type { Estimate } from "../domain/summary.ts";
import { type BootstrapOptions, clusterIntervals } from "../metrics/cluster_bootstrap.ts";
import type { VideoMetricName } from "../metrics/names.ts";
import { METRICS } from "../metrics/registry.ts";
import { clustersOf } from "../numeric/cluster_resample.ts";
import { type ClusteredItems, onceEach, type PreparedMetric } from "../metrics/weighted_metric.ts";
import type { LabelledVideos, ScoredVariant } from "./variant_estimates.ts";

/** A sum of variants' metrics, each times a coefficient. */
export type Contrast = readonly {
  /** Place of the variant. */
  readonly variant: number;
  readonly coefficient: number;
}[];

export interface ContrastOptions extends BootstrapOptions {
  readonly metric: VideoMetricName;
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
}

/** The metric of every variant on all videos. */
export function metricValues(
  variants: readonly ScoredVariant[],
  videos: LabelledVideos,
  options: ContrastOptions,
): readonly MetricValue[] {
  const clusters = clustersOf(videos.groups);
  return prepareAll(variants, { ...videos, clusters }, options)
    .map((ask) => ask(onceEach(clusters.count)));
}

/** Contrasts with their 95 % intervals; all variants are asked about the same samples of groups. */
export function estimateContrasts(
  contrasts: readonly Contrast[],
  variants: readonly ScoredVariant[],
  { videos, ...options }: ContrastOptions & { readonly videos: LabelledVideos },
): readonly Estimate[] {
  const clustered = { ...videos, clusters: clustersOf(videos.groups) };
  const prepared = prepareAll(variants, clustered, options);
  let sample: readonly MetricValue[] = [];
  // Asked in their order: the first contrast of a sample has every variant computed, the others look it up.
  const asked = contrasts.map((contrast, place): PreparedMetric => (weights) => {
    if (place === 0) sample = prepared.map((ask) => ask(weights));
    return contrastOf(contrast, sample);
  });
  const n = videos.labels.length;
  const values = asked.map((ask) => ask(onceEach(clustered.clusters.count)));
  const intervals = clusterIntervals(asked, clustered, { ...options, methodOf: () => "student" });
  return values.map((value, place) => ({ ...value, interval: intervals[place], n }));
}

/** A contrast of given values; without a value where a variant that it needs has none. */
export function contrastOf(contrast: Contrast, values: readonly MetricValue[]): MetricValue {
  let sum = 0;
  for (const { variant, coefficient } of contrast) {
    const { value, reason } = values[variant];
    if (value === null) return undefinedBecause(reason);
    sum += coefficient * value;
  }
  return defined(sum);
}

function prepareAll(
  variants: readonly ScoredVariant[],
  { labels, clusters }: Pick<ClusteredItems, "labels" | "clusters">,
  { metric, clip }: ContrastOptions,
): readonly PreparedMetric[] {
  return variants.map(({ probabilities, decision }) =>
    METRICS[metric].prepareClusters({ labels, probabilities, clusters }, { decision, clip })
  );
}
