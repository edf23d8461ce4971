import type { DatasetTree } from "../../../src/datasets/tree/dataset_tree.ts";
import { pathIn } from "../../../src/datasets/tree/path_in.ts";
import { walkFolders } from "../../../src/datasets/tree/walk_folders.ts";

/** Paths of all files of a tree, sorted. */
export async function filesIn(tree: DatasetTree): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { path, entries } of walkFolders(tree)) {
    for (const { name, kind } of entries) if (kind === "file") found.push(pathIn(path, name));
  }
  return found.sort();
}
