import { basename } from "node:path";
import type { ListOptions } from "../layouts/contract.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { readLabelBytes } from "../tree/label_bytes.ts";

/** A file of labels as it lies. */
export interface LabelFile {
  /** What messages call it. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads the file of labels that the user named, or else `name` of the tree; a missing one is empty.
 * @throws AssayError NOT_A_FILE, DATASET_LABELS_TOO_LARGE or DATASET_LABELS_BROKEN (exit 3)
 */
export async function readLabelFile(
  tree: DatasetTree,
  { name, labelFile }: Pick<ListOptions, "labelFile"> & { readonly name: string },
): Promise<LabelFile> {
  if (labelFile === null) return { name, bytes: await tree.read(name) ?? new Uint8Array() };
  return { name: basename(labelFile), bytes: await readLabelBytes(labelFile) };
}
