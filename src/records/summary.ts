import type { Ablation } from "./ablation.ts";
import type { NoiseFloor, VariantComparison } from "./comparison.ts";
import type { DataWarning } from "./data_warning.ts";
import type { Independence } from "./independence.ts";
import type { RunManifest, Settings } from "./manifest.ts";
import type { ByMetric, Estimate } from "./metric_value.ts";
import type { OperatingPoints } from "./operating_point.ts";
import type { SliceSummary } from "./slice.ts";
import type { Stage, TimingMode } from "./run_result.ts";
import type { Fallback, VideoStatus } from "./verdict.ts";
import type { Label } from "./video.ts";

/** Facts about a metric, for reports. */
export interface MetricFacts {
  readonly name: string;
  /** Title, such as "log loss". */
  readonly title: string;
  readonly direction: "lower" | "higher";
  readonly unit: "nats" | "fraction" | "none";
  /** The smallest sample for which it is defined, a phrase. */
  readonly needs: string;
}

/** Times of one stage of a variant. */
export interface StageTiming {
  readonly stage: Stage;
  /** Number of videos timed: those for which this stage was not read from the stage cache, and whose times are known. */
  readonly videos: number;
  /** Median over those videos, milliseconds; `null`: no video. */
  readonly medianMs: number | null;
  /** Sum over those videos, milliseconds; `null`: the times of no video are known. */
  readonly totalMs: number | null;
  /** Number of variants that share this work in every video, this one included; at least 1. */
  readonly sharedBy: number;
}

/** Times of a variant, as if it had run alone. */
export interface VariantTiming {
  readonly stages: readonly StageTiming[];
  /** Number of videos with all stages timed. */
  readonly videos: number;
  /** Median over those videos of all stages together, milliseconds; `null`: no video. */
  readonly medianMs: number | null;
  /** Sum over those videos, milliseconds; `null`: the times of no video are known. */
  readonly totalMs: number | null;
  /** Number of videos by timing mode. */
  readonly modes: Readonly<Record<TimingMode, number>>;
}

/** Histogram of probabilities: videos in equal bins from 0 to 1, the last including 1. */
export interface ScoreHistogram {
  readonly real: readonly number[];
  readonly fake: readonly number[];
}

/** Results of one variant. */
export interface VariantSummary {
  readonly name: string;
  /** Every parameter. */
  readonly parameters: Settings;
  /** Parameters that differ from the variant of `compareWith`. */
  readonly differs: Settings;
  /** Videos by status. */
  readonly statuses: Readonly<Record<VideoStatus, number>>;
  /** Number of videos that could not be scored and have 0.5, by reason. */
  readonly fallbacks: Readonly<Record<Fallback, number>>;
  /** Keyed by the metric's name. */
  readonly metrics: ByMetric<Estimate>;
  readonly logLossWithoutFallbacks: Estimate;
  /** This variant's metric minus that of `compareWith`, paired by video; `null` for that variant itself. */
  readonly differences: ByMetric<Estimate> | null;
  /** Tests and findings on those differences; `null` for the variant of `compareWith` itself. */
  readonly comparison: VariantComparison | null;
  /**
   * Face-level metrics by name, over every face of a labelled video that this variant's classifiers scored, with the label
   * of its video, before pooling. Variants that differ only in pooling have the same values.
   */
  readonly faceMetrics: Readonly<Record<string, Estimate>>;
  /** Metrics in which no variant is better. */
  readonly best: readonly string[];
  /** Median over the videos of the faces pooled; `null`: no video, or not known. */
  readonly medianFaces: number | null;
  readonly timing: VariantTiming;
  readonly histogram: ScoreHistogram;
}

/** Result of one variant for a video, for a table of videos. */
export interface VideoCell {
  /** P(fake), in [0, 1]. */
  readonly probability: number;
  /** `null`: not known. */
  readonly faces: number | null;
  readonly status: VideoStatus;
  readonly fallback: Fallback | null;
  readonly error: string | null;
}

/** A video, for a table of videos. */
export interface VideoRow {
  readonly filename: string;
  readonly label: Label | null;
  readonly group: string;
  readonly split: string | null;
  /** Mean over the variants, nats; `null`: no label. */
  readonly meanLogLoss: number | null;
  /** Noise floor of P(fake) of `compareWith`; `null`: not measured. */
  readonly noise: number | null;
  /** Listed in the order of the summary's variants. */
  readonly cells: readonly VideoCell[];
}

/** Facts about the intervals. */
export interface IntervalFacts {
  readonly method: string;
  readonly draws: number;
  readonly seed: number;
  /** Coverage of 95 % CIs in simulations with as many groups, in [0, 1]; `null`: at least 93 %, or no CIs. */
  readonly simulatedCoverage: number | null;
  /** The same in words; `null` as there. */
  readonly coverage: string | null;
}

/** A variant that is Pareto-optimal in time and log loss, with those that are one entry with it. */
export interface ParetoEntry {
  readonly name: string;
  /** Median time per video, milliseconds; over seeds, the mean of the medians. */
  readonly medianMs: number;
  /** Log loss, nats; over seeds, the mean. */
  readonly logLoss: number;
  /** Names of the variants that differ from it in the seed alone; empty: it was run with one seed. */
  readonly otherSeeds: readonly string[];
  /** Names of the variants that equal it in time and log loss within noise. */
  readonly equal: readonly string[];
}

/** The variants that are Pareto-optimal in time and log loss. */
export interface ParetoFront {
  /** Fastest first; empty if no times are known. */
  readonly entries: readonly ParetoEntry[];
  /** Log losses that differ by at most this, nats, count as equal. */
  readonly lossNoise: number;
  /** Times that differ by at most this share count as equal. */
  readonly timeNoise: number;
  /** Names of the variants that were left out because they scored fewer videos than the most complete one. */
  readonly incomplete: readonly string[];
}

/** A run's results, ready to be written in any format. */
export interface RunSummary {
  readonly manifest: RunManifest;
  /** Listed in the order of tables. */
  readonly metrics: readonly MetricFacts[];
  /** Face-level metrics. */
  readonly faceMetrics: readonly MetricFacts[];
  readonly intervals: IntervalFacts;
  /** Listed in config order. */
  readonly variants: readonly VariantSummary[];
  /** Noise floor of the variant of `compareWith`, over labelled videos; `null`: it ran once. */
  readonly noise: NoiseFloor | null;
  /** Dependence of log loss and AUC on the varied parameters; empty if no two variants can be compared. */
  readonly ablation: readonly Ablation[];
  /** Threshold and temperature of each variant, fitted on one split and applied to another; `null`: not asked for. */
  readonly operatingPoint: OperatingPoints | null;
  readonly pareto: ParetoFront;
  /** Names of the parameters that are not the same in all variants, in config order. */
  readonly varied: readonly string[];
  /**
   * Numbers of videos with a record, of those with a label, and of their groups, which here and in slices are the members
   * of the independent level.
   */
  readonly videos: { readonly all: number; readonly labelled: number; readonly groups: number };
  /** The level whose members the intervals resample and the tests swap. */
  readonly independence: Independence;
  /** Metrics of the videos that share a tag's value; sorted by tag, then by value. */
  readonly slices: readonly SliceSummary[];
  /** Videos with the highest mean log loss, sorted by code point of their names; not always all. */
  readonly rows: readonly VideoRow[];
  /** Warnings, one sentence each, including those about the data. */
  readonly warnings: readonly string[];
  /** Warnings about the data, or about classifiers on the data. */
  readonly dataWarnings: readonly DataWarning[];
}
