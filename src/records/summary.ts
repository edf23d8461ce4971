import type { Ablation } from "./ablation.ts";
import type { NoiseFloor, VariantComparison } from "./comparison.ts";
import type { DataWarning } from "./data_warning.ts";
import type { RunManifest, Settings } from "./manifest.ts";
import type { ByMetric, Estimate } from "./metric_value.ts";
import type { Stage, TimingMode } from "./run_result.ts";
import type { Fallback, VideoStatus } from "./verdict.ts";
import type { Label } from "./video.ts";

/** What a metric is, for those who show it. */
export interface MetricFacts {
  readonly name: string;
  /** What people read, such as "log loss". */
  readonly title: string;
  readonly direction: "lower" | "higher";
  readonly unit: "nats" | "fraction" | "none";
  /** The smallest sample that it is defined for, as a sentence. */
  readonly needs: string;
}

/** What a stage cost one variant. */
export interface StageTiming {
  readonly stage: Stage;
  /** Videos whose work was timed: those where the stage cache had nothing of this stage. */
  readonly videos: number;
  /** Median over those videos, milliseconds; `null`: no video. */
  readonly medianMs: number | null;
  /** Sum over those videos, milliseconds. */
  readonly totalMs: number;
  /** Variants that this work was done for once, this one included, in every video; at least 1. */
  readonly sharedBy: number;
}

/** What a variant cost, as if it had run alone. */
export interface VariantTiming {
  readonly stages: readonly StageTiming[];
  /** Videos all of whose work was timed. */
  readonly videos: number;
  /** Median over those videos of all stages together, milliseconds; `null`: no video. */
  readonly medianMs: number | null;
  /** Sum over those videos, milliseconds. */
  readonly totalMs: number;
  /** How many videos were timed in which way. */
  readonly modes: Readonly<Record<TimingMode, number>>;
}

/** How the probabilities lie: videos in equal steps from 0 to 1, the last one including 1. */
export interface ScoreHistogram {
  readonly real: readonly number[];
  readonly fake: readonly number[];
}

/** What a run says of one variant. */
export interface VariantSummary {
  readonly name: string;
  /** Every parameter. */
  readonly parameters: Settings;
  /** The parameters in which it differs from the variant of `compareWith`. */
  readonly differs: Settings;
  /** Videos by status. */
  readonly statuses: Readonly<Record<VideoStatus, number>>;
  /** Videos that got 0.5 put in, by reason. */
  readonly fallbacks: Readonly<Record<Fallback, number>>;
  /** By the metric's name. */
  readonly metrics: ByMetric<Estimate>;
  readonly logLossWithoutFallbacks: Estimate;
  /** This variant's metric minus that of `compareWith`, paired by video; `null` for that variant itself. */
  readonly differences: ByMetric<Estimate> | null;
  /** What those differences amount to; `null` for the variant of `compareWith` itself. */
  readonly comparison: VariantComparison | null;
  /**
   * By the metric's name, over every face of a labelled video that this variant's classifiers scored, labelled
   * as its video: before any pooling. Variants that differ in pooling alone have the same.
   */
  readonly faceMetrics: Readonly<Record<string, Estimate>>;
  /** Metrics in which no variant is better. */
  readonly best: readonly string[];
  /** Median over the videos of the faces pooled; `null`: no video. */
  readonly medianFaces: number | null;
  readonly timing: VariantTiming;
  readonly histogram: ScoreHistogram;
}

/** What one variant said of a video, for a table of videos. */
export interface VideoCell {
  /** P(fake), in [0, 1]. */
  readonly probability: number;
  readonly faces: number;
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
  /** How far P(fake) of `compareWith` moved when nothing was changed; `null`: not measured. */
  readonly noise: number | null;
  /** In the order of the summary's variants. */
  readonly cells: readonly VideoCell[];
}

/** How intervals were drawn. */
export interface IntervalFacts {
  readonly method: string;
  readonly draws: number;
  readonly seed: number;
}

/** A run, computed and ready to be written down in any format. */
export interface RunSummary {
  readonly manifest: RunManifest;
  /** In the order in which tables show them. */
  readonly metrics: readonly MetricFacts[];
  /** Those of single faces. */
  readonly faceMetrics: readonly MetricFacts[];
  readonly intervals: IntervalFacts;
  /** In config order. */
  readonly variants: readonly VariantSummary[];
  /** How far the variant of `compareWith` moved over repeats, labelled videos alone; `null`: it ran once. */
  readonly noise: NoiseFloor | null;
  /** How log loss and AUC depend on the parameters that were varied; empty where no two variants tell. */
  readonly ablation: readonly Ablation[];
  /** Variants that no other beats in both log loss and median time per video, cheapest first. */
  readonly pareto: readonly string[];
  /** Names of the parameters that are not the same in all variants, in config order. */
  readonly varied: readonly string[];
  /** Videos with a record; those with a label. */
  readonly videos: { readonly all: number; readonly labelled: number; readonly groups: number };
  /** Those that cost the variants most, by code point of their names; not always all. */
  readonly rows: readonly VideoRow[];
  /** What a reader must know, one sentence each; those about the data are among them. */
  readonly warnings: readonly string[];
  /** What is wrong with the data, or with trusting classifiers on them. */
  readonly dataWarnings: readonly DataWarning[];
}
