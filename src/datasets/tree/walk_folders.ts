import type { DatasetTree, TreeEntry } from "./dataset_tree.ts";
import { pathIn } from "./path_in.ts";

/** A folder of a tree with what is in it. */
export interface WalkedFolder {
  /** Path in the tree; `""`: the outermost. */
  readonly path: string;
  readonly entries: readonly TreeEntry[];
}

/**
 * Yields all folders of a tree, each before those in it. One step a folder, since folders may hold a million frames.
 * @param options `skips`: tells by its path whether a folder is left out with all that is in it
 */
export async function* walkFolders(
  tree: DatasetTree,
  { skips = () => false }: { readonly skips?: (path: string) => boolean } = {},
): AsyncGenerator<WalkedFolder> {
  const waiting = [""];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entries = await tree.entries(path);
    yield { path, entries };
    for (const entry of entries.toReversed()) {
      const inner = pathIn(path, entry.name);
      if (entry.kind === "folder" && !skips(inner)) waiting.push(inner);
    }
  }
}
