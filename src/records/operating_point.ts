import type { Estimate, MetricValue } from "./metric_value.ts";

/** What a threshold is chosen for; rates are in (0, 1). */
export type ThresholdCriterion =
  /** The highest balanced accuracy, and so the highest TPR − FPR (Youden's J). */
  | "balancedAccuracy"
  /** The lowest expected cost. */
  | "cost"
  /** The highest TPR with an FPR of at most this. */
  | { readonly fpr: number }
  /** The lowest FPR with a TPR of at least this. */
  | { readonly tpr: number };

/** Where a threshold and a temperature are fitted and where they are applied. */
export interface OperatingPointPlan {
  /** Split on whose videos they are fitted. */
  readonly fit: string;
  /** Split to whose videos they are applied. */
  readonly apply: string;
  readonly criterion: ThresholdCriterion;
}

/** The labelled videos of a split and their groups. */
export interface SplitCounts {
  readonly videos: number;
  readonly real: number;
  readonly fake: number;
  readonly groups: number;
}

/** A threshold and a temperature, fitted on one split. */
export interface FittedPoint {
  /** Videos with P(fake) at or above it are called fake, in [0, 1]; `null`: none is, whatever its P(fake). */
  readonly threshold: number | null;
  /** Logits of P(fake) are divided by it, above 0; no value: no temperature has the lowest log loss. */
  readonly temperature: MetricValue;
  /** Shares of FAKE and of REAL videos called fake in the split that it was fitted on, in [0, 1]. */
  readonly truePositiveRate: number;
  readonly falsePositiveRate: number;
  /** Videos that it was fitted on: those of the split that the variant scored. */
  readonly videos: number;
}

/**
 * What the temperature says of the calibration, by whether it changes log loss significantly: `poor`: log loss falls;
 * `fine`: it rises, so that the scores are better as they are; `unclear`: neither; `unknown`: not tested.
 */
export type CalibrationReading = "poor" | "fine" | "unclear" | "unknown";

/**
 * Whether FAKE videos are ranked above REAL ones more often than below, by the 95 % CI of AUC; `unclear`: it holds 0.5;
 * `unknown`: there is none, or fewer than six groups.
 */
export type RankingReading = "above" | "below" | "unclear" | "unknown";

/** What a fitted point gives on the other split. */
export interface AppliedPoint {
  readonly calibration: CalibrationReading;
  readonly ranking: RankingReading;
  /** Metrics of the decisions and of P(fake) as it is, by name. */
  readonly metrics: Readonly<Record<AppliedMetric, Estimate>>;
  /** Log loss with the temperature; no value: there is no temperature. */
  readonly calibratedLogLoss: Estimate;
  /** Log loss with the temperature minus that without, paired by video; no value: there is no temperature. */
  readonly logLossChange: Estimate;
}

/** Metrics of an applied point; recall is the TPR. */
export const APPLIED_METRICS = [
  ...["balancedAccuracy", "accuracy", "recall", "falsePositiveRate", "precision", "cost"],
  ...["logLoss", "auc"],
] as readonly AppliedMetric[];

export type AppliedMetric =
  | "balancedAccuracy"
  | "accuracy"
  | "recall"
  | "falsePositiveRate"
  | "precision"
  | "cost"
  | "logLoss"
  | "auc";

/** The operating point of one variant, or why it has none. */
export type VariantPoint =
  & { readonly variant: string }
  & (
    | { readonly fitted: FittedPoint; readonly applied: AppliedPoint; readonly reason: null }
    | { readonly fitted: null; readonly applied: null; readonly reason: string }
  );

/** The operating points of a run's variants. */
export interface OperatingPoints extends OperatingPointPlan {
  readonly fitVideos: SplitCounts;
  readonly applyVideos: SplitCounts;
  /** Groups with videos in both splits. */
  readonly sharedGroups: number;
  /** Listed in config order. */
  readonly variants: readonly VariantPoint[];
}
