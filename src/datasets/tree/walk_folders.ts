import type { DatasetTree, TreeEntry } from "./dataset_tree.ts";

/** A folder of a tree with what is in it. */
export interface WalkedFolder {
  /** Path in the tree; `""`: the outermost. */
  readonly path: string;
  readonly entries: readonly TreeEntry[];
}

/** Yields all folders of a tree, each before those in it. One step a folder, since folders may hold a million frames. */
export async function* walkFolders(tree: DatasetTree): AsyncGenerator<WalkedFolder> {
  const waiting = [""];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entries = await tree.entries(path);
    yield { path, entries };
    for (const entry of entries.toReversed()) {
      if (entry.kind === "folder") waiting.push(pathIn(path, entry.name));
    }
  }
}

/** Path of something in a folder. */
export function pathIn(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
