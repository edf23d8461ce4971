import { METADATA } from "../labels/find_metadata.ts";
import { listTable } from "../labels/list_table.ts";
import { metadataTable } from "../labels/metadata_json.ts";
import { readLabelFile } from "../labels/read_label_file.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { hasFile } from "../tree/walk_tree.ts";
import type { LayoutListing, ListOptions } from "./contract.ts";

/** A table that may lie beside it, and is not read then. */
const TABLE = "labels.csv";

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
