import type { CodedColumn } from "./coded_column.ts";
import type { DigestColumn } from "./digest_column.ts";
import type { RunManifest, Settings } from "./manifest.ts";
import type { TimingMode } from "./run_result.ts";
import type { TagColumns } from "./tag_column.ts";
import type { Fallback, VideoStatus } from "./verdict.ts";
import type { VideoId } from "./video.ts";

/** The columns of one variant that comparisons need, in the order of the run's filenames. */
export interface ComparableVariant {
  readonly name: string;
  /** Every parameter. */
  readonly parameters: Settings;
  /** Videos are called fake at or above it, in (0, 1). */
  readonly decision: number;
  /** P(fake). */
  readonly probabilities: Float64Array;
  /** Faces pooled; 0 where it is not known, which the manifest tells. */
  readonly faces: Uint32Array;
  readonly statuses: CodedColumn<VideoStatus>;
  readonly fallbacks: CodedColumn<Fallback | null>;
  /** One column for each stage, in the order of STAGES; variants that share their work may share columns. */
  readonly digests: readonly DigestColumn[];
  /** All stages together, milliseconds; NaN: not known. */
  readonly totalMs: Float32Array;
  /** Timing mode of each video; `cached` if any stage was cached, `unknown` if any time is not known. */
  readonly modes: CodedColumn<TimingMode>;
}

/** A finished run, or a baseline, with the data that comparisons need. */
export interface ComparableRun {
  /** A run's id, or a baseline's name. */
  readonly name: string;
  readonly manifest: RunManifest;
  /** Sorted by code point; all columns are in this order. */
  readonly filenames: readonly VideoId[];
  /** SHA-256 of the files, hex; `null`: it could not be read. */
  readonly contentHashes: readonly (string | null)[];
  /** Labels: 1 is fake, 0 is real, −1 not known. */
  readonly labels: Int8Array;
  readonly groups: readonly string[];
  /** Tags of the dataset and Assay's own; a baseline of an older version has none. */
  readonly tags: TagColumns;
  /** Listed in config order. */
  readonly variants: readonly ComparableVariant[];
}
