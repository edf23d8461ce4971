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
import { estimatesOf, sampleVariants } from "../summary/variant_estimates.ts";
import type { PointFacts } from "./fit_point.ts";
import { FEWEST_GROUPS, type SplitVideos } from "./split_videos.ts";
import { calibrated } from "./temperature.ts";

/** What is applied to which videos. */
export interface Application {
  readonly fitted: FittedPoint;
  readonly videos: SplitVideos;
  /** Place of the variant. */
  readonly variant: number;
}

/**
 * Applies threshold and temperature to the videos of a split, those that could not be scored included, as in the run's
 * metrics. Intervals are over the split's groups.
 */
export function applyPoint(
  { columns, costs, clip }: PointFacts,
  { fitted, videos, variant }: Application,
): AppliedPoint {
  const probabilities = picked(columns.variants[variant]!.probabilities, videos.rows);
  const temperature = fitted.temperature.value;
  const scaled = temperature === null
    ? probabilities
    : probabilities.map((p) => calibrated(p, { temperature, clip }));
  const decision = fitted.threshold ?? Infinity; // no P(fake) is as high
  const samples = sampleVariants(
    [probabilities, scaled].map((scores) => ({ probabilities: scores, decision })),
    videos,
    {
      ...{ ...BOOTSTRAP_DEFAULTS, clip, costs: costs ?? undefined },
      ...{ computed: APPLIED_METRICS, drawn: APPLIED_METRICS },
    },
  );
  const [before, after] = [0, 1].map((place) => estimatesOf(samples, place, { baseline: 0 }));
  const named = APPLIED_METRICS.map((name) => [name, before!.metrics[name]] as const);
  const metrics = Object.fromEntries(named) as AppliedPoint["metrics"];
  const missing = fitted.temperature.reason;
  const unless = (estimate: Estimate) =>
    missing === null ? estimate : withoutValue(missing, estimate);
  const logLossChange = unless(after!.differences!.logLoss);
  return {
    calibration: calibrationReading(logLossChange.interval, samples.groups),
    ranking: rankingReading(metrics.auc.interval, samples.groups),
    metrics,
    calibratedLogLoss: unless(after!.metrics.logLoss),
    logLossChange,
  };
}

function withoutValue(reason: string, { n }: Estimate): Estimate {
  return { ...undefinedBecause(reason), interval: noInterval(reason), n };
}

function calibrationReading({ low, high }: Interval, groups: number): CalibrationReading {
  if (low === null || groups < FEWEST_GROUPS) return "unknown";
  return high < 0 ? "poor" : low > 0 ? "fine" : "unclear";
}

function rankingReading({ low, high }: Interval, groups: number): RankingReading {
  if (low === null || groups < FEWEST_GROUPS) return "unknown";
  return low > 0.5 ? "above" : high < 0.5 ? "below" : "unclear";
}
