import { inputError } from "../../records/errors.ts";

/** Names that a file assigns to a split. */
export interface SplitList {
  /** Path of the file in the tree. */
  readonly file: string;
  readonly split: string;
  readonly names: readonly string[];
}

/**
 * Maps names to their splits.
 * @throws AssayError DATASET_LABELS_CONTRADICT (exit 3) for a name in two splits
 */
export function splitsByName(lists: readonly SplitList[]): ReadonlyMap<string, string> {
  const splits = new Map<string, string>();
  const files = new Map<string, string>();
  for (const { file, split, names } of lists) {
    for (const name of names) {
      if ((splits.get(name) ?? split) !== split) {
        throw inputError("DATASET_LABELS_CONTRADICT", {
          what: `${JSON.stringify(name)} is in ${files.get(name)} and in ${file}`,
          remedy: "Remove it from one of the two: a video belongs to one split",
        });
      }
      splits.set(name, split);
      files.set(name, file);
    }
  }
  return splits;
}
