import { listTable } from "../labels/list_table.ts";
import { metadataKind, metadataTable } from "../labels/metadata_json.ts";
import { readLabelFile } from "../labels/read_label_file.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { hasEntry, hasFile } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListOptions } from "./contract.ts";

const LABELS = "metadata.json";

/** A table that may lie beside it, and is not read then. */
const TABLE = "labels.csv";

/** DFDC's layout: `metadata.json` maps each file name to `label`, `split` and the `original` of a fake. */
export const dfdc: DatasetLayout = {
  title: "DFDC",
  labels: LABELS,
  recognisedBy: "`metadata.json` that maps file names to labels",
  recognise: async (tree) => await hasMetadata(tree) ? "`metadata.json`" : null,
  list,
};

/** Whether a tree has a `metadata.json` of labels, or something in its place that has to be refused. */
export async function hasMetadata(tree: DatasetTree): Promise<boolean> {
  if (!await hasEntry(tree, LABELS)) return false;
  if (!await hasFile(tree, LABELS)) return true; // reading it says what it is
  return metadataKind(await tree.read(LABELS) ?? new Uint8Array()) !== null;
}

async function list(tree: DatasetTree, { labelFile }: ListOptions): Promise<LayoutListing> {
  const { name, bytes } = await readLabelFile(tree, { name: LABELS, labelFile });
  const listing = listTable(metadataTable(bytes, name));
  const isBoth = labelFile === null && await hasFile(tree, TABLE);
  const notes = isBoth
    ? [`Labels are read from ${LABELS}; --layout table reads ${TABLE} instead.`]
    : [];
  return { ...listing, notes: [...notes, ...listing.notes] };
}
