import { BOOTSTRAP_DEFAULTS, noInterval } from "../../metrics/cluster_bootstrap.ts";
import { type Estimate, type Interval, undefinedBecause } from "../../records/metric_value.ts";
import {
  APPLIED_METRICS,
  type AppliedPoint,
  type CalibrationReading,
  type FittedPoint,
  type RankingReading,
} from "../../records/operating_point.ts";
import { picked } from "../summary/labelled_videos.ts";
import { type ComparedPair, comparePairs } from "../comparison/compare_pairs.ts";
import { SWAP_DEFAULTS } from "../comparison/swap_test.ts";
import type { Finding } from "../../records/comparison.ts";
import { estimateVariants, type VariantEstimates } from "../summary/variant_estimates.ts";
import { sampleVariants } from "../summary/variant_samples.ts";
import type { PointFacts } from "./fit_point.ts";
import { FEWEST_GROUPS } from "../../records/group_counts.ts";
import type { SplitVideos } from "./split_videos.ts";
import { calibrated } from "./temperature.ts";

/** What is applied to which videos. */
export interface Application {
  readonly fitted: FittedPoint;
  readonly videos: SplitVideos;
  /** Place of the variant. */
  readonly variant: number;
}

/** An applied point before its calibration is judged. */
export interface UnjudgedPoint {
  readonly applied: Omit<AppliedPoint, "calibration">;
  /** Scores with the temperature against those without; `null`: there is no temperature. */
  readonly pair: ComparedPair | null;
}

/** Estimates of scores that are compared with others. */
type ComparedEstimates = {
  readonly [Name in keyof VariantEstimates]: NonNullable<VariantEstimates[Name]>;
};

/**
 * Applies threshold and temperature to the videos of a split, those that could not be scored included, as in the run's
 * metrics. Intervals are over the split's groups.
 */
export function applyPoint(
  { columns, costs, clip }: PointFacts,
  { fitted, videos, variant }: Application,
): UnjudgedPoint {
  const probabilities = picked(columns.variants[variant]!.probabilities, videos.rows);
  const temperature = fitted.temperature.value;
  const scaled = temperature === null
    ? probabilities
    : probabilities.map((p) => calibrated(p, { temperature, clip }));
  const decision = fitted.threshold ?? Infinity; // no P(fake) is as high
  const scored = [probabilities, scaled].map((scores) => ({ probabilities: scores, decision }));
  const samples = sampleVariants(
    scored,
    videos,
    {
      ...{ ...BOOTSTRAP_DEFAULTS, clip, costs: costs ?? undefined },
      ...{ computed: APPLIED_METRICS, drawn: APPLIED_METRICS },
    },
  );
  const [before, compared] = estimateVariants(samples, [0, 0]);
  const after = compared as ComparedEstimates;
  const named = APPLIED_METRICS.map((name) => [name, before!.metrics[name]] as const);
  const metrics = Object.fromEntries(named) as AppliedPoint["metrics"];
  const missing = fitted.temperature.reason;
  const unless = (estimate: Estimate) =>
    missing === null ? estimate : withoutValue(missing, estimate);
  return {
    applied: {
      ranking: rankingReading(metrics.auc.interval, samples.groups),
      metrics,
      calibratedLogLoss: unless(after.metrics.logLoss),
      logLossChange: unless(after.differences.logLoss),
    },
    pair: missing === null ? { variant: scored[1]!, baseline: scored[0]!, ...after } : null,
  };
}

/**
 * Judges whether the temperatures of several variants change log loss, as differences of variants are judged; all are
 * one family of tests.
 * @param points in any order; those without a temperature are not judged
 */
export function calibrationReadings(
  points: readonly UnjudgedPoint[],
  { videos, clip }: { readonly videos: SplitVideos; readonly clip: number },
): readonly CalibrationReading[] {
  const pairs = points.flatMap(({ pair }) => pair ?? []);
  const options = { ...SWAP_DEFAULTS, metrics: ["logLoss"], clip, noise: {} } as const;
  const compared = comparePairs(pairs, videos, options);
  const findings = new Map(pairs.map((pair, p) => [pair, compared[p]!.metrics.logLoss.finding]));
  return points.map(({ pair }) => pair === null ? "unknown" : READINGS[findings.get(pair)!]);
}

/** What a change of log loss by the temperature says. */
const READINGS: Readonly<Record<Finding, CalibrationReading>> = {
  better: "poor",
  worse: "fine",
  equal: "unclear",
  "not shown": "unclear",
  unknown: "unknown",
};

function withoutValue(reason: string, { n }: Estimate): Estimate {
  return { ...undefinedBecause(reason), interval: noInterval(reason), n };
}

function rankingReading({ low, high }: Interval, groups: number): RankingReading {
  if (low === null || groups < FEWEST_GROUPS) return "unknown";
  return low > 0.5 ? "above" : high < 0.5 ? "below" : "unclear";
}
