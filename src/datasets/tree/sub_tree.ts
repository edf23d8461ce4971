import { join } from "node:path";
import type { DatasetTree } from "./dataset_tree.ts";

/** A folder of a tree as a tree of its own. */
export function subTree(tree: DatasetTree, folder: string): DatasetTree {
  const inside = (path: string) => path === "" ? folder : `${folder}/${path}`;
  return {
    place: join(tree.place, folder),
    entries: (path) => tree.entries(inside(path)),
    read: (path) => tree.read(inside(path)),
    clip: (path) => tree.clip(inside(path)),
    leftOut: () =>
      tree.leftOut().filter(({ name }) => name.startsWith(`${folder}/`))
        .map((one) => ({ ...one, name: one.name.slice(folder.length + 1) })),
  };
}
