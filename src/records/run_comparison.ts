import type { VariantComparison } from "./comparison.ts";
import type { JsonValue } from "./manifest.ts";
import type { Stage } from "./run_result.ts";
import type { MetricFacts } from "./summary.ts";
import type { ByMetric, Estimate } from "./metric_value.ts";
import type { VideoId } from "./video.ts";

/** One fact in which two runs differ. */
export interface FactDifference {
  /** Where it stands, such as `versions.ffmpeg` or `variants.reference.margin`. */
  readonly path: string;
  /** `null`: not there. */
  readonly before: JsonValue;
  /** `null`: not there. */
  readonly after: JsonValue;
}

/** Which run is meant. */
export interface ComparedRun {
  /** A run's id, or a baseline's name. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Commit of Assay; `null`: not known. */
  readonly commit: string | null;
}

/** A video whose probability is not the same in both runs. */
export interface MovedVideo {
  readonly filename: VideoId;
  /** 1 is fake, 0 is real, −1 not known. */
  readonly label: number;
  readonly before: number;
  readonly after: number;
  /** The first stage whose digest differs; `null`: none does. */
  readonly begins: Stage | null;
}

/** Videos by stage. */
export type StageCounts = Readonly<Record<Stage, number>>;

/** How much of the dataset a variant could score. */
export interface Coverage {
  /** Share of the videos with status `ok`, in [0, 1]; `null`: no video. */
  readonly scored: number | null;
  /** Faces pooled, over all videos. */
  readonly faces: number;
}

/** Time per video, or why it must not be compared. */
export type TimingComparison =
  | {
    /** Videos timed in the same way in both. */
    readonly videos: number;
    /** Medians over them, milliseconds. */
    readonly beforeMs: number;
    readonly afterMs: number;
    /** Median over the videos of after ÷ before, with its 95 % interval. */
    readonly ratio: Estimate;
    readonly refused: null;
  }
  | { readonly refused: string };

/** A variant of either run, over the videos that both have; differences are after minus before. */
export interface ComparedVariant {
  /** In the later run. */
  readonly name: string;
  /** In the earlier run: the same, unless variants of different names were asked for. */
  readonly nameBefore: string;
  /** By the metric's name. */
  readonly metrics: ByMetric<{ readonly before: Estimate; readonly after: Estimate }>;
  /** `null`: no labelled video. */
  readonly comparison: VariantComparison | null;
  /** A video has moved when its probability changed by more than this: the noise floor, 0 where none is known. */
  readonly videoNoise: number;
  /** Videos that moved, the largest move first; not always all. */
  readonly moved: readonly MovedVideo[];
  /** How many videos moved. */
  readonly movedVideos: number;
  /** Of all videos compared, moved or not: how many differ first at each stage. */
  readonly begins: StageCounts;
  readonly coverage: { readonly before: Coverage; readonly after: Coverage };
  readonly timing: TimingComparison;
}

/** Two runs, paired by variant and video. */
export interface RunComparison {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** Config, variants, models, dataset: only what differs. In `variants.*.NAME` all variants differ alike. */
  readonly configuration: readonly FactDifference[];
  /** Versions, host, provider, threads, TF32: only what differs. */
  readonly environment: readonly FactDifference[];
  readonly metrics: readonly MetricFacts[];
  /** Videos compared; those with a label, which metrics are of; and the groups of these. */
  readonly videos: { readonly all: number; readonly labelled: number; readonly groups: number };
  /** In the later run's order. */
  readonly variants: readonly ComparedVariant[];
  readonly onlyBefore: {
    readonly variants: readonly string[];
    readonly videos: readonly VideoId[];
  };
  readonly onlyAfter: { readonly variants: readonly string[]; readonly videos: readonly VideoId[] };
  /** Videos in both. */
  readonly sharedVideos: number;
  /** Of those, the ones with other content or another label, which are not compared. */
  readonly changedVideos: readonly VideoId[];
  /** What a reader must know, one sentence each. */
  readonly warnings: readonly string[];
}
