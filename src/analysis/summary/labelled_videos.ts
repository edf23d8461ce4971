import type { LabelledVideos } from "./scored_variant.ts";
import type { RunColumns } from "../../runs/run_columns.ts";

/** The labelled videos of a run and their places in its columns. */
export interface Labelled extends LabelledVideos {
  readonly rows: readonly number[];
}

export function labelledVideos({ labels, groups }: RunColumns): Labelled {
  const rows = Array.from(labels.keys()).filter((row) => labels[row]! >= 0);
  return {
    rows,
    labels: Uint8Array.from(rows, (row) => labels[row]!),
    groups: rows.map((row) => groups[row]!),
  };
}

/** A column's values in given rows, in the order of the rows. */
export function picked(values: Float64Array, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => values[row]!);
}
