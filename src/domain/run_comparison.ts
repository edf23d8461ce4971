import type { VariantComparison } from "./comparison.ts";
import type { JsonValue } from "./manifest.ts";
import type { Stage } from "./run_result.ts";
import type { Estimate, MetricFacts } from "./summary.ts";
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
    /** Medians over the videos timed in both, milliseconds. */
    readonly beforeMs: number;
    readonly afterMs: number;
    /** Median over the videos of after ÷ before, with its 95 % interval. */
    readonly ratio: Estimate;
    readonly refused: null;
  }
  | { readonly refused: string };

/** A variant that both runs have, over the videos that both scored; differences are after minus before. */
export interface ComparedVariant {
  readonly name: string;
  /** By the metric's name. */
  readonly metrics: Readonly<
    Record<string, { readonly before: Estimate; readonly after: Estimate }>
  >;
  /** `null`: no labelled video. */
  readonly comparison: VariantComparison | null;
  /** Largest move first; not always all. */
  readonly moved: readonly MovedVideo[];
  /** Videos that moved by more than the noise floor (by anything where none is known). */
  readonly movedVideos: number;
  /** Of every pair of videos, moved or not: how many differ first at each stage. */
  readonly begins: StageCounts;
  readonly coverage: { readonly before: Coverage; readonly after: Coverage };
  readonly timing: TimingComparison;
}

/** Two runs, paired by variant and video. */
export interface RunComparison {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** Config, variants, models, dataset: only what differs. */
  readonly configuration: readonly FactDifference[];
  /** Versions, host, provider, threads, TF32: only what differs. */
  readonly environment: readonly FactDifference[];
  readonly metrics: readonly MetricFacts[];
  /** In the later run's order. */
  readonly variants: readonly ComparedVariant[];
  readonly onlyBefore: {
    readonly variants: readonly string[];
    readonly videos: readonly VideoId[];
  };
  readonly onlyAfter: { readonly variants: readonly string[]; readonly videos: readonly VideoId[] };
  /** Videos in both. */
  readonly sharedVideos: number;
  /** Of those, the ones with other content, label or group. */
  readonly changedVideos: readonly VideoId[];
  /** What a reader must know, one sentence each. */
  readonly warnings: readonly string[];
}
