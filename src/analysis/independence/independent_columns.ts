import type { Independence } from "../../records/independence.ts";
import type { RunManifest } from "../../records/manifest.ts";
import type { RunColumns } from "../../runs/run_columns.ts";
import { runLevel } from "./run_level.ts";

/** A run's columns in which `groups` are the members of the independent level: what is resampled and swapped. */
export interface IndependentColumns extends RunColumns {
  readonly independence: Independence;
  /** The groups that the dataset states, which may lie inside the members. */
  readonly statedGroups: readonly string[];
}

/** Puts the members of a run's independent level in the place of its groups. @throws AssayError of `runLevel` */
export function independentColumns(
  manifest: RunManifest,
  columns: RunColumns,
): IndependentColumns {
  const { independence, members } = runLevel({ ...columns, manifest });
  return { ...columns, groups: members, independence, statedGroups: columns.groups };
}
