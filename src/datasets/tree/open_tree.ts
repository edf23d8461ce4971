import type { DatasetTree } from "./dataset_tree.ts";
import { folderTree, type FolderTreeOptions } from "./folder_tree.ts";

/** Opens a folder or an archive (absolute path) as a tree. @throws AssayError (exit 3) when it cannot be read */
export async function openTree(place: string, options: FolderTreeOptions): Promise<DatasetTree> {
  return await folderTree(place, options);
}
