import { labelsError } from "../labels/labels_error.ts";
import { readJson } from "../labels/read_json.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { type SplitList, splitsByName } from "./split_lists.ts";

const SPLITS = ["train", "val", "test"];
const REMEDY =
  'Its format is [["953", "974"], …]. Correct it, or rename it if it is something else: ' +
  "without it, its videos have no split";
/** Where the split files may lie: as in the repository of FaceForensics++, or beside the videos. */
const FOLDERS = ["splits/", "", "dataset/splits/"];

/** What the split files of FaceForensics++ say. */
export interface FfppSplits {
  /** Split of an id. */
  readonly splits: ReadonlyMap<string, string>;
  /** Ids that were swapped with each other. */
  readonly pairs: readonly (readonly string[])[];
  /** Paths of the files. */
  readonly files: readonly string[];
}

/**
 * Reads `train.json`, `val.json` and `test.json`: lists of pairs such as `["953", "974"]`.
 * @throws AssayError DATASET_LABELS_BROKEN or DATASET_LABELS_CONTRADICT (exit 3)
 */
export async function readFfppSplits(tree: DatasetTree): Promise<FfppSplits> {
  const pairs: (readonly string[])[] = [];
  const lists: SplitList[] = [];
  for (const split of SPLITS) {
    const found = await readSplit(tree, split);
    if (found === null) continue;
    for (const pair of found.pairs) pairs.push(pair);
    lists.push({ file: found.file, split, names: found.pairs.flat() });
  }
  return { splits: splitsByName(lists), pairs, files: lists.map(({ file }) => file) };
}

async function readSplit(tree: DatasetTree, split: string) {
  for (const folder of FOLDERS) {
    const file = `${folder}${split}.json`;
    const bytes = await tree.read(file);
    if (bytes === null) continue;
    return { file, pairs: pairsOf(readJson(bytes, { name: file, remedy: REMEDY }).value, file) };
  }
  return null;
}

function pairsOf(value: unknown, file: string): readonly (readonly string[])[] {
  if (!Array.isArray(value)) throw pairsError(file);
  return value.map((pair) => {
    if (!Array.isArray(pair) || !pair.every(isId)) throw pairsError(file);
    return pair.map((id) => String(id).padStart(ID_DIGITS, "0"));
  });
}

/** Ids have three digits; files written anew may hold them as numbers. */
const ID_DIGITS = 3;

function isId(value: unknown): value is string | number {
  return /^\d+$/.test(String(value)) && (typeof value === "string" || typeof value === "number");
}

function pairsError(file: string) {
  return labelsError("is not a list of pairs of video ids", { name: file, remedy: REMEDY });
}
