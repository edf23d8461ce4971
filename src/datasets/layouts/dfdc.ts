import { findMetadata, METADATA } from "../labels/find_metadata.ts";
import { listTable } from "../labels/list_table.ts";
import { metadataTable } from "../labels/metadata_json.ts";
import { readLabelFile } from "../labels/read_label_file.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { hasFile } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListOptions } from "./contract.ts";

/** A table that may lie beside it, and is not read then. */
const TABLE = "labels.csv";

/** DFDC's layout: `metadata.json` maps each file name to `label`, `split` and the `original` of a fake. */
export const dfdc: DatasetLayout = {
  title: "DFDC",
  labels: METADATA,
  recognisedBy: "`metadata.json` that maps file names to labels",
  recognise: async (tree) => await findMetadata(tree) === null ? null : `\`${METADATA}\``,
  list,
};

async function list(tree: DatasetTree, { labelFile }: ListOptions): Promise<LayoutListing> {
  const { name, bytes } = await readLabelFile(tree, { name: METADATA, labelFile });
  const listing = listTable(metadataTable(bytes, name));
  const isBoth = labelFile === null && await hasFile(tree, TABLE);
  const notes = isBoth
    ? [`Labels are read from ${METADATA}; --layout table reads ${TABLE} instead.`]
    : [];
  return { ...listing, notes: [...notes, ...listing.notes] };
}
