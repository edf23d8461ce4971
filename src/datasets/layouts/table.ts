import { inputError } from "../../records/errors.ts";
import { candidatesFor } from "../labels/column_roles.ts";
import { csvTable } from "../labels/csv_rows.ts";
import { findMetadata } from "../labels/find_metadata.ts";
import { isNothing, labelOf } from "../labels/label_words.ts";
import { listTable } from "../labels/list_table.ts";
import { readLabelFile } from "../labels/read_label_file.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { fileNames, hasEntry } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListOptions } from "./contract.ts";

/** Names of tables that are read whatever is in them, the usual first. */
const LABELS = ["labels.csv", "labels.tsv"] as const;

/** Bytes at the start of another table that show whether it has labels. */
const SAMPLE = 100_000;

/** Layout with a table: a column of file names, one of labels, and optionally others. */
export const table: DatasetLayout = {
  title: "a table of labels",
  labels: LABELS[0],
  recognisedBy: "`labels.csv`, or another table, with a column of file names and one of labels",
  recognise,
  list,
};

async function recognise(tree: DatasetTree): Promise<string | null> {
  if (await findMetadata(tree) !== null) return null; // DFDC's, which says so
  const names = await tablesOf(tree);
  return names.length === 0 ? null : names.map((name) => `\`${name}\``).join(" and ");
}

async function list(tree: DatasetTree, { labelFile }: ListOptions): Promise<LayoutListing> {
  const names = labelFile === null ? await tablesOf(tree) : [];
  const name = names[0] ?? LABELS[0];
  if (names.length > 1) throw severalError(names);
  const file = await readLabelFile(tree, { name, labelFile });
  const listing = listTable(csvTable(file.bytes, file.name));
  const isUsual = labelFile !== null || LABELS.some((usual) => usual === name);
  const notes = isUsual ? [] : [`Labels are read from ${name}, the one table of labels here.`];
  return { ...listing, notes: [...notes, ...listing.notes] };
}

/** Finds the table of labels by its name, else those that have labels in them. */
async function tablesOf(tree: DatasetTree): Promise<readonly string[]> {
  for (const name of LABELS) if (await hasEntry(tree, name)) return [name];
  const found: string[] = [];
  for (const name of await fileNames(tree)) {
    if (/\.[ct]sv$/i.test(name) && hasLabels(await tree.read(name) ?? new Uint8Array())) {
      found.push(name);
    }
  }
  return found;
}

/** Whether a table has the columns of file names and labels, and a label in one of its first lines. */
function hasLabels(bytes: Uint8Array): boolean {
  try {
    const { columns, rows } = csvTable(wholeLines(bytes), "");
    const [label] = candidatesFor("label", columns);
    if (label === undefined || candidatesFor("file", columns).length === 0) return false;
    const values = rows.map(({ values }) => values[columns.indexOf(label)])
      .filter((value) => !isNothing(value));
    return values.length > 0 && values.every((value) => labelOf(value) !== undefined);
  } catch {
    return false;
  }
}

/** The start of a table up to the end of a line. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= SAMPLE) return bytes;
  const end = bytes.lastIndexOf(0x0a, SAMPLE);
  return bytes.subarray(0, end === -1 ? SAMPLE : end + end % 2);
}

function severalError(names: readonly string[]) {
  return inputError("DATASET_AMBIGUOUS", {
    what: `the dataset has several tables of labels: ${names.join(", ")}`,
    remedy: `Name the one to be read, as in --dataset FOLDER/${names[0]}, or rename it to ${
      LABELS[0]
    }`,
  });
}
