import type { VariantComparison } from "./comparison.ts";
import type { Independence } from "./independence.ts";
import type { JsonValue } from "./manifest.ts";
import type { Stage } from "./run_result.ts";
import type { Slice, SliceCounts } from "./slice.ts";
import type { MetricFacts } from "./summary.ts";
import type { ByMetric, Estimate } from "./metric_value.ts";
import type { GroupFacts, VideoId } from "./video.ts";

/** One fact in which two runs differ. */
export interface FactDifference {
  /** Path of the fact, such as `versions.ffmpeg` or `variants.reference.margin`. */
  readonly path: string;
  /** `null`: not there. */
  readonly before: JsonValue;
  /** `null`: not there. */
  readonly after: JsonValue;
}

/** One of the runs compared. */
export interface ComparedRun {
  /** A run's id, or a baseline's name. */
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  /** Commit of Assay; `null`: not known. */
  readonly commit: string | null;
}

/** A video whose P(fake) differs between the runs. */
export interface MovedVideo {
  readonly filename: VideoId;
  /** Label: 1 is fake, 0 is real, −1 not known. */
  readonly label: number;
  readonly before: number;
  readonly after: number;
  /** The first stage whose digest differs; `null`: none does. */
  readonly begins: Stage | null;
}

/** A video with a different label; 1 is fake, 0 is real, −1 not known. */
export interface RelabelledVideo {
  readonly filename: VideoId;
  readonly before: number;
  readonly after: number;
}

/** Videos by stage. */
export type StageCounts = Readonly<Record<Stage, number>>;

/** Coverage of the dataset by a variant. */
export interface Coverage {
  /** Share of the videos with status `ok`, in [0, 1]; `null`: no video. */
  readonly scored: number | null;
  /** Faces pooled, over all videos; `null`: not known, as of imported scores. */
  readonly faces: number | null;
}

/** Time per video, or why it cannot be compared. */
export type TimingComparison =
  | {
    /** Videos timed in the same way in both. */
    readonly videos: number;
    /** Medians over them, milliseconds. */
    readonly beforeMs: number;
    readonly afterMs: number;
    /**
     * Median over the videos of after ÷ before. Its 95 % CI is over groups of videos; as each run was timed once,
     * run-to-run variation is not in it, and it says nothing about significance.
     */
    readonly ratio: Estimate;
    /** What the ratio's interval is over. */
    readonly intervalOver: "videos";
    readonly refused: null;
  }
  | { readonly refused: string };

/** What is known of a variant in both runs over some videos; differences are after minus before. */
export interface ComparedPart {
  /** Keyed by the metric's name. */
  readonly metrics: ByMetric<{ readonly before: Estimate; readonly after: Estimate }>;
  /** `null`: no labelled video. */
  readonly comparison: VariantComparison | null;
  /** A video has moved if P(fake) changed by more than this: the noise floor, 0 if not known. */
  readonly videoNoise: number;
  /** Whether some stages were judged by value, on a GPU or another kind of machine; left out: all by their bytes. */
  readonly byValue?: boolean;
  /** Videos that moved, the largest move first; not always all. */
  readonly moved: readonly MovedVideo[];
  /** Number of videos that moved. */
  readonly movedVideos: number;
  /** Number of videos, moved or not, that first differ at each stage. */
  readonly begins: StageCounts;
  readonly coverage: { readonly before: Coverage; readonly after: Coverage };
}

/** The same with the variant's name in the later run: what gates judge. */
export interface JudgedPart extends ComparedPart {
  readonly name: string;
}

/**
 * A slice of a variant in both runs. Findings and adjusted p-values are corrected for all variants and slices; below
 * six groups there are no intervals and no tests.
 */
export interface ComparedSlice extends ComparedPart, Slice, SliceCounts {}

/** The slices that two runs are compared by. */
export interface ComparedSlices {
  /** Sorted by tag, then by value. */
  readonly all: readonly (Slice & SliceCounts)[];
  /** Number of tests of each metric that Holm's correction is for: variants times slices with enough groups. */
  readonly tests: number;
  /** Fewest groups of a slice with intervals and tests. */
  readonly fewestGroups: number;
}

/** A variant in both runs, over their common videos. */
export interface ComparedVariant extends ComparedPart {
  /** Name in the later run. */
  readonly name: string;
  /** Name in the earlier run: the same, unless variants with different names were paired. */
  readonly nameBefore: string;
  readonly timing: TimingComparison;
  /** The slices in which a score, a number of faces or a status changed, in the order of the comparison's. */
  readonly slices: readonly ComparedSlice[];
}

/** Two runs, paired by variant and video. */
export interface RunComparison {
  readonly before: ComparedRun;
  readonly after: ComparedRun;
  /** Differences in config, variants, models and dataset; `variants.*.NAME`: the same in all variants. */
  readonly configuration: readonly FactDifference[];
  /** Differences in versions, host, provider, threads and TF32. */
  readonly environment: readonly FactDifference[];
  readonly metrics: readonly MetricFacts[];
  /**
   * Numbers of videos compared, of those with a label, which metrics use, and of their groups, which here and in slices
   * are the members of the independent level.
   */
  readonly videos: { readonly all: number; readonly labelled: number; readonly groups: number };
  /** The level of the later run whose members the intervals resample and the tests swap. */
  readonly independence: Independence;
  /** What the later run's groups are; left out: it is older than this field. */
  readonly groupFacts?: GroupFacts;
  /** Listed in the later run's order. */
  readonly variants: readonly ComparedVariant[];
  readonly slices: ComparedSlices;
  /** The reason why stages cannot be compared, a clause; left out: they were. */
  readonly stagesRefused?: string;
  readonly onlyBefore: {
    readonly variants: readonly string[];
    readonly videos: readonly VideoId[];
  };
  readonly onlyAfter: { readonly variants: readonly string[]; readonly videos: readonly VideoId[] };
  /** Videos in both. */
  readonly sharedVideos: number;
  /** Common videos with different content or label, which are not compared. */
  readonly changedVideos: readonly VideoId[];
  /** Those of them with a different label. */
  readonly relabelledVideos: readonly RelabelledVideo[];
  /** Warnings, one sentence each. */
  readonly warnings: readonly string[];
}
