import type { ConfigOverrides } from "../config/overrides.ts";
import type { VideoLimit } from "../datasets/limit_videos.ts";

/** Options of a run: the flags of a command that runs a plan, parsed and checked. */
export interface RunOptions {
  /** Path of the evaluation file, as typed: relative to the current folder. */
  readonly config: string;
  /** Flags that override the evaluation file. */
  readonly overrides: ConfigOverrides;
  /** Whether only the variant of compareWith is run. */
  readonly onlyCompareWith: boolean;
  /** Videos that are scored without labels, instead of a dataset; `null`: a dataset. */
  readonly unlabelled: UnlabelledVideos | null;
  /** How many videos are taken, and which; `null`: all. */
  readonly limit: VideoLimit | null;
  /** Whether it is an error if videos that the dataset lists are missing. */
  readonly strict: boolean;
  /** `required`: it is an error if no chosen video has a label; `optional`: that is said; `ignored`: it is not. */
  readonly labels: "required" | "optional" | "ignored";
  readonly target: RunTarget;
  /** The run whose manifest replaces `config`, `overrides` and `split`; `null`: none. */
  readonly source: RunSource | null;
  /** Settings with which a repeat must compute the same; `null`: no repeat, or one with unchanged settings. */
  readonly repeat: RepeatSettings | null;
  /** Whether the stage cache is used. */
  readonly cache: boolean;
  /** Videos processed at the same time; `null`: by cores and free memory. */
  readonly workers: number | null;
  /** Threads of each network's session; `null`: by provider. */
  readonly threads: number | null;
  /** Number of repeats of the variant of compareWith; `null`: as in the resumed run, none in a new one. */
  readonly repeats: number | null;
}

/** Videos without labels. */
export interface UnlabelledVideos {
  /** Paths of videos, folders and archives, as typed; `null`: those of the resumed run. */
  readonly places: readonly string[] | null;
  /** Whether links that lead out of a folder are followed. */
  readonly followLinks: boolean;
}

/** A run that is resumed or repeated. */
export interface RunSource {
  /** Its folder, as typed. */
  readonly folder: string;
  /** An evaluation file given with it, whose contents must equal its config; `null`: none. */
  readonly config: string | null;
  /** New places of its datasets, in their order; empty: unchanged. */
  readonly datasets: readonly string[];
  /** New folder in which the paths of its file of labels begin; `null`: as the places say. */
  readonly root: string | null;
}

/** Settings with which a repeat must compute the same numbers. */
export interface RepeatSettings {
  readonly batchSize: number;
  readonly threads: number;
}

/** Where a run is written. */
export type RunTarget =
  /** @property folder as typed; `null`: a new one under `reports/` */
  | { readonly kind: "new"; readonly folder: string | null }
  /** @property folder as typed */
  | { readonly kind: "resume"; readonly folder: string };
