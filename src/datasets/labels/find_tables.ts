import type { DatasetTree } from "../tree/dataset_tree.ts";
import { fileNames, hasEntry } from "../tree/walk_tree.ts";
import { candidatesFor } from "./column_roles.ts";
import { isNothing, labelOf } from "./label_words.ts";
import { loadCsvTable } from "./load_csv.ts";

/** Names of tables that are read whatever is in them, the usual first. */
export const TABLES = ["labels.csv", "labels.tsv"] as const;

/** Bytes at the start of another table that show whether it has labels. */
const SAMPLE = 100_000;

/** Finds the table of labels at the top of a tree by its usual name, else those that have labels in them. */
export async function findTables(tree: DatasetTree): Promise<readonly string[]> {
  for (const name of TABLES) if (await hasEntry(tree, name)) return [name];
  const found: string[] = [];
  for (const name of await fileNames(tree)) {
    if (!/\.[ct]sv$/i.test(name)) continue;
    const bytes = await tree.read(name).catch(() => null); // one too large holds something else
    if (bytes !== null && await hasLabels(bytes)) found.push(name);
  }
  return found;
}

/** Whether a table has the columns of file names and labels, and nothing but labels in its first lines. */
async function hasLabels(bytes: Uint8Array): Promise<boolean> {
  try {
    const { csvTable } = await loadCsvTable();
    const { columns, rows } = csvTable(wholeLines(bytes), "");
    if (candidatesFor("file", columns).length === 0) return false;
    return candidatesFor("label", columns).some((label) => {
      const values = rows.map(({ values }) => values[columns.indexOf(label)])
        .filter((value) => !isNothing(value));
      return values.length > 0 && values.every((value) => labelOf(value) !== undefined);
    });
  } catch {
    return false;
  }
}

/** The start of a table up to the end of a line. */
function wholeLines(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= SAMPLE) return bytes;
  const end = bytes.lastIndexOf(0x0a, SAMPLE);
  return bytes.subarray(0, end === -1 ? SAMPLE : end + end % 2); // an even number: UTF-16 stays whole
}
