import type { MetricComparison, PairedTest, VariantComparison } from "../../records/comparison.ts";
import { byMetric, defined, type Estimate, type MetricValue } from "../../records/metric_value.ts";
import { studentQuantile } from "../../base/numeric/statistics/student_quantile.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { type Placements, placementsOf } from "../../metrics/placements.ts";
import { METRICS } from "../../metrics/registry.ts";
import { deLongOf } from "./delong.ts";
import { drawsFor } from "./draws_for.ts";
import { contrastKey, firstEqualScores } from "./equal_scores.ts";
import { judge } from "./finding.ts";
import { mcNemarTest } from "./mcnemar.ts";
import { type SwapOptions, swapTests } from "./swap_test.ts";
import type { LabelledVideos, ScoredVariant } from "../summary/scored_variant.ts";

/** A variant and its baseline. */
export interface ScoredPair {
  readonly variant: ScoredVariant;
  readonly baseline: ScoredVariant;
}

/** A variant, its baseline, and their differences. */
export interface ComparedPair extends ScoredPair {
  /** Variant minus baseline, of `estimateVariants`, by the metric's name: at least those that are compared. */
  readonly differences: Readonly<Record<VideoMetricName, Estimate>>;
  /** Tests of the differences, of `estimateVariants` as well. */
  readonly tests: Readonly<Record<VideoMetricName, PairedTest>>;
  /** The smallest detectable differences, of `estimateVariants` as well. */
  readonly detectable: Readonly<Record<VideoMetricName, MetricValue>>;
}

export interface CompareOptions extends SwapOptions {
  /** The metrics to test, log loss among them; each is a family of its own for Holm. */
  readonly metrics: readonly VideoMetricName[];
  /** Noise floor of each metric; `null`, or left out: not measured. */
  readonly noise: Readonly<Partial<Record<VideoMetricName, number | null>>>;
  /** Number of comparisons that p-values are corrected for; left out: the pairs. */
  readonly comparisons?: number;
}

/**
 * Compares variants with their baselines: tests, detectable differences and findings, by each metric of all pairs
 * together.
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
  const groups = new Set(options.videos.groups).size;
  const swaps = swapTests(name, scored, {
    ...options,
    swaps: drawsFor({
      ...{ comparisons: pairs.length, differences: pairs.length, groups },
      ...options,
      draws: options.swaps,
    }),
  });
  const keys = pairKeys(pairs);
  const judged = judge(pairs.map(({ differences, tests }, p) => ({
    ...{ difference: differences[name], test: tests[name], swapTest: swaps[p]! },
    ...{ noise, direction, groups, key: keys[p]! },
  })));
  return pairs.map(({ differences, detectable }, p) => ({
    difference: differences[name],
    ...judged[p]!,
    detectable: aboveNoise(detectable[name], { noise, groups }),
  }));
}

/** A key of each pair's scores; `null`: both are the same. The metrics compared read no decision threshold. */
export function pairKeys(pairs: readonly ScoredPair[]): readonly (string | null)[] {
  const firstEqual = firstEqualScores(
    pairs.flatMap(({ variant, baseline }) => [variant.probabilities, baseline.probabilities]),
  );
  return pairs.map((_, p) =>
    contrastKey([
      { variant: 2 * p, coefficient: 1 },
      { variant: 2 * p + 1, coefficient: -1 },
    ], firstEqual)
  );
}

/** Power at which a difference is detectable. */
const POWER = 0.8;

/**
 * The detectable difference where one must exceed the noise floor as well: by as much as it must exceed the critical
 * value of the test.
 */
function aboveNoise(
  detectable: MetricValue,
  { noise, groups }: { readonly noise: number | null; readonly groups: number },
): MetricValue {
  const { value } = detectable;
  if (value === null || noise === null) return detectable;
  const [critical, power] = [
    studentQuantile(0.975, groups - 1),
    studentQuantile(POWER, groups - 1),
  ];
  return defined(Math.max(value, noise + value * power / (critical + power)));
}
