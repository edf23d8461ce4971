import type { MetricComparison, SwapTest, VariantComparison } from "../domain/comparison.ts";
import { defined, type MetricValue, undefinedBecause } from "../domain/metric_value.ts";
import type { Estimate } from "../domain/summary.ts";
import type { VideoMetricName } from "../metrics/names.ts";
import { METRICS } from "../metrics/registry.ts";
import { clustersOf } from "../numeric/cluster_resample.ts";
import { differenceOf } from "../metrics/weighted_metric.ts";
import { deLongTest } from "./delong.ts";
import { detectableDifference } from "./detectable_difference.ts";
import { judge } from "./finding.ts";
import { holmAdjusted } from "./holm.ts";
import { mcNemarTest } from "./mcnemar.ts";
import { type SwapOptions, swapTest } from "./swap_test.ts";
import type { LabelledVideos, ScoredVariant } from "./variant_estimates.ts";

/** A variant, what it is compared with, and by how much they differ. */
export interface ComparedPair {
  readonly variant: ScoredVariant;
  readonly baseline: ScoredVariant;
  /** Variant minus baseline, of `estimateVariants`, by the metric's name: at least those that are compared. */
  readonly differences: Readonly<Record<string, Estimate>>;
}

export interface CompareOptions extends SwapOptions {
  /** The metrics to test; each is a family of its own for Holm. */
  readonly metrics: readonly VideoMetricName[];
  /** How far each metric moves when nothing is changed; `null`, or left out: not measured. */
  readonly noise: Readonly<Partial<Record<VideoMetricName, number | null>>>;
}

/** The metrics that comparisons are about. */
export const COMPARED_METRICS = ["logLoss", "auc"] as const satisfies readonly VideoMetricName[];

/**
 * Everything that decides whether variants differ from their baselines: tests, what could have been seen, and
 * the finding. All pairs together are the family that Holm's p-values are adjusted for.
 * @param videos labels and groups of the videos that all of them scored
 */
export function comparePairs(
  pairs: readonly ComparedPair[],
  videos: LabelledVideos,
  options: CompareOptions,
): readonly VariantComparison[] {
  const byMetric = options.metrics.map((name) =>
    [name, metricComparisons(name, pairs, { ...options, videos })] as const
  );
  return pairs.map(({ variant, baseline }, p) => ({
    metrics: Object.fromEntries(byMetric.map(([name, comparisons]) => [name, comparisons[p]])),
    mcNemar: mcNemarTest([variant, baseline], videos),
    deLong: deLongTest([variant.probabilities, baseline.probabilities], videos.labels),
  }));
}

/** One metric of every pair. */
function metricComparisons(
  name: VideoMetricName,
  pairs: readonly ComparedPair[],
  options: CompareOptions & { readonly videos: LabelledVideos },
): readonly MetricComparison[] {
  const noise = options.noise[name] ?? null;
  const { direction } = METRICS[name];
  const tests = pairs.map(({ variant, baseline }) => swapTest(name, [variant, baseline], options));
  const adjusted = holmAdjusted(tests.map(({ pTwoSided }) => pTwoSided));
  return pairs.map((pair, p) => {
    const difference = pair.differences[name];
    return {
      difference,
      swapTest: tests[p],
      adjustedP: adjustedP(adjusted[p], tests[p]),
      detectable: atLeast(noise, detectable(name, pair, options)),
      noise,
      ...judge({ difference, swapTest: tests[p], noise, direction }),
    };
  });
}

function adjustedP(adjusted: number | null, { reason }: SwapTest): MetricValue {
  return adjusted === null ? undefinedBecause(reason ?? "it was not tested") : defined(adjusted);
}

function detectable(
  name: VideoMetricName,
  { variant, baseline }: ComparedPair,
  { videos: { labels, groups }, clip }: { videos: LabelledVideos; clip: number },
): MetricValue {
  const clusters = clustersOf(groups);
  const [own, other] = [variant, baseline].map(({ probabilities, decision }) =>
    METRICS[name].prepareClusters({ labels, probabilities, clusters }, { decision, clip })
  );
  return detectableDifference(differenceOf(own, other), clusters.count);
}

/** What is smaller than the noise is never found, however many videos there are. */
function atLeast(noise: number | null, detectable: MetricValue): MetricValue {
  return detectable.value === null ? detectable : defined(Math.max(noise ?? 0, detectable.value));
}
