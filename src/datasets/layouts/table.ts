import { shellWord } from "../../base/text/shell_word.ts";
import { inputError } from "../../records/errors.ts";
import { findMetadata } from "../labels/find_metadata.ts";
import { findTables, TABLES } from "../labels/find_tables.ts";
import { listTable } from "../labels/list_table.ts";
import type { LabelTable } from "../labels/label_table.ts";
import { loadCsvTable } from "../labels/load_csv.ts";
import { metadataTable } from "../labels/metadata_json.ts";
import { type LabelFile, readLabelFile } from "../labels/read_label_file.ts";
import { extensionOf } from "../tree/clip_names.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import type { DatasetLayout, LayoutListing, ListOptions } from "./contract.ts";

/** Layout with a table: a column of file names, one of labels, and optionally others. */
export const table: DatasetLayout = {
  title: "a table of labels",
  labels: TABLES[0],
  takesLabelFile: true,
  recognisedBy: "`labels.csv`, or another table, with a column of file names and one of labels",
  recognise,
  list,
};

async function recognise(tree: DatasetTree): Promise<string | null> {
  if (await findMetadata(tree) !== null) return null; // DFDC's, which says so
  const names = await findTables(tree);
  return names.length === 0 ? null : names.map((name) => `\`${name}\``).join(" and ");
}

async function list(tree: DatasetTree, { labelFile }: ListOptions): Promise<LayoutListing> {
  const names = labelFile === null ? await findTables(tree) : [];
  const name = names[0] ?? TABLES[0];
  if (names.length > 1) throw severalError(names, tree.place);
  const file = await readLabelFile(tree, { name, labelFile });
  const listing = listTable(await tableOf(file));
  const isUsual = labelFile !== null || TABLES.some((usual) => usual === name);
  const notes = isUsual ? [] : [`Labels are read from ${name}, the one table of labels here.`];
  return { ...listing, notes: [...notes, ...listing.notes] };
}

/** A list of entries in JSON is a table too. */
async function tableOf({ bytes, name }: LabelFile): Promise<LabelTable> {
  if (extensionOf(name) === "json") return metadataTable(bytes, name);
  const { csvTable } = await loadCsvTable();
  return csvTable(bytes, name);
}

function severalError(names: readonly string[], place: string) {
  return inputError("DATASET_AMBIGUOUS", {
    what: `the dataset has several tables of labels: ${names.join(", ")}`,
    remedy: `Name the one to be read, as in \`--dataset ${
      shellWord(`${place}/${names[0]}`)
    }\`, or rename it to ${TABLES[0]}`,
  });
}
