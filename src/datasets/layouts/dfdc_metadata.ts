import { listTable } from "../labels/list_table.ts";
import { metadataKind, metadataTable } from "../labels/metadata_json.ts";
import { readLabelFile } from "../labels/read_label_file.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { hasEntry, hasFile } from "../tree/walk_tree.ts";
import type { LayoutListing, ListOptions } from "./contract.ts";

/** DFDC's file of labels. */
export const METADATA = "metadata.json";

/** A table that may lie beside it, and is not read then. */
const TABLE = "labels.csv";

/**
 * Finds out which labels the `metadata.json` of a tree has: by `is_fake` alone, as in DFDC's test set, or others.
 * @returns `labels` also for something in its place that has to be refused, which reading it does; `null`: there is
 *   none, or it lists no videos
 */
export async function metadataOf(tree: DatasetTree): Promise<"labels" | "is_fake" | null> {
  if (!await hasEntry(tree, METADATA)) return null;
  if (!await hasFile(tree, METADATA)) return "labels";
  return metadataKind(await tree.read(METADATA) ?? new Uint8Array());
}

/**
 * Lists the videos of the `metadata.json` of a tree, or of the file that the user named.
 * @throws AssayError DATASET_LABELS_BROKEN (exit 3)
 */
export async function listMetadata(
  tree: DatasetTree,
  { labelFile }: ListOptions,
): Promise<LayoutListing> {
  const { name, bytes } = await readLabelFile(tree, { name: METADATA, labelFile });
  const listing = listTable(metadataTable(bytes, name));
  const isBoth = labelFile === null && await hasFile(tree, TABLE);
  const notes = isBoth
    ? [`Labels are read from ${METADATA}; --layout table reads ${TABLE} instead.`]
    : [];
  return { ...listing, notes: [...notes, ...listing.notes] };
}
