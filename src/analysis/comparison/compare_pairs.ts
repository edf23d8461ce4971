import type { MetricComparison, SwapTest, VariantComparison } from "../../records/comparison.ts";
import {
  byMetric,
  defined,
  type Estimate,
  type MetricValue,
  undefinedBecause,
} from "../../records/metric_value.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { type Placements, placementsOf } from "../../metrics/placements.ts";
import { METRICS } from "../../metrics/registry.ts";
import { deLongOf } from "./delong.ts";
import { judge } from "./finding.ts";
import { holmAdjusted } from "./holm.ts";
import { mcNemarTest } from "./mcnemar.ts";
import { type SwapOptions, swapTests } from "./swap_test.ts";
import type { LabelledVideos, ScoredVariant } from "../summary/scored_variant.ts";

/** A variant, its baseline, and their differences. */
export interface ComparedPair {
  readonly variant: ScoredVariant;
  readonly baseline: ScoredVariant;
  /** Variant minus baseline, of `estimateVariants`, by the metric's name: at least those that are compared. */
  readonly differences: Readonly<Record<VideoMetricName, Estimate>>;
  /** The smallest detectable differences, of `estimateVariants` as well. */
  readonly detectable: Readonly<Record<VideoMetricName, MetricValue>>;
}

export interface CompareOptions extends SwapOptions {
  /** The metrics to test, log loss among them; each is a family of its own for Holm. */
  readonly metrics: readonly VideoMetricName[];
  /** Noise floor of each metric; `null`, or left out: not measured. */
  readonly noise: Readonly<Partial<Record<VideoMetricName, number | null>>>;
}

/** The metrics that are compared. */
export const COMPARED_METRICS = ["logLoss", "auc"] as const satisfies readonly VideoMetricName[];

/**
 * Compares variants with their baselines: tests, detectable differences and findings. All pairs together are
 * the family of Holm's correction.
 * @param videos labels and groups of the videos that all of them scored
 */
export function comparePairs(
  pairs: readonly ComparedPair[],
  videos: LabelledVideos,
  options: CompareOptions,
): readonly VariantComparison[] {
  const tested = options.metrics.map((name) =>
    [name, metricComparisons(name, pairs, { ...options, videos })] as const
  );
  const placements = placementsOfAll(pairs, videos);
  return pairs.map(({ variant, baseline }, p) => ({
    metrics: byMetric(tested.map(([name, comparisons]) => [name, comparisons[p]!])),
    mcNemar: mcNemarTest([variant, baseline], videos),
    deLong: deLongOf(placements(variant), placements(baseline)),
  }));
}

/** Placements for DeLong's test, computed once for a baseline of many pairs. */
function placementsOfAll(
  pairs: readonly ComparedPair[],
  { labels }: LabelledVideos,
): (scored: ScoredVariant) => Placements {
  const all = new Set(pairs.flatMap(({ variant, baseline }) => [variant, baseline]));
  const placed = new Map(
    Array.from(all, (scored) => [
      scored,
      placementsOf({ labels, probabilities: scored.probabilities }),
    ]),
  );
  return (scored) => placed.get(scored)!;
}

/** One metric of every pair. */
function metricComparisons(
  name: VideoMetricName,
  pairs: readonly ComparedPair[],
  options: CompareOptions & { readonly videos: LabelledVideos },
): readonly MetricComparison[] {
  const noise = options.noise[name] ?? null;
  const { direction } = METRICS[name];
  const scored = pairs.map(({ variant, baseline }) => [variant, baseline] as const);
  const tests = swapTests(name, scored, options);
  const adjusted = holmAdjusted(tests.map(({ pTwoSided }) => pTwoSided));
  return pairs.map((pair, p) => {
    const difference = pair.differences[name];
    return {
      difference,
      swapTest: tests[p]!,
      adjustedP: adjustedP(adjusted[p]!, tests[p]!),
      detectable: atLeast(noise, pair.detectable[name]),
      noise,
      ...judge({ difference, swapTest: tests[p]!, noise, direction }),
    };
  });
}

function adjustedP(adjusted: number | null, { reason }: SwapTest): MetricValue {
  return adjusted === null ? undefinedBecause(reason ?? "it was not tested") : defined(adjusted);
}

/** The detectable difference, which is at least the noise floor, however many videos there are. */
function atLeast(noise: number | null, detectable: MetricValue): MetricValue {
  return detectable.value === null ? detectable : defined(Math.max(noise ?? 0, detectable.value));
}
