import { compareCodePoints } from "../base/text/compare_code_points.ts";
import type { LeftOut } from "../records/video.ts";
import { isOtherVideoName, isVideoName } from "./tree/clip_names.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";
import { pathIn, walkFolders } from "./tree/walk_folders.ts";

/**
 * Finds what lies in a tree and is not evaluated: links that lead out, videos that are not listed, and files that hold
 * moving pictures in a form that is not read.
 * @param listed paths of the listed videos
 * @returns sorted by name
 */
export async function findLeftOut(
  tree: DatasetTree,
  listed: ReadonlySet<string>,
): Promise<readonly LeftOut[]> {
  const found: LeftOut[] = [];
  for await (const { path, entries } of walkFolders(tree)) {
    for (const entry of entries) {
      const reason = entry.kind === "file" ? reasonFor(entry.name) : null;
      const name = pathIn(path, entry.name);
      if (reason !== null && !listed.has(name)) found.push({ name, reason });
    }
  }
  return [...tree.leftOut(), ...found].sort((a, b) => compareCodePoints(a.name, b.name));
}

/** Why a file is left out that is not listed; `null`: it is nothing to do with videos. */
function reasonFor(name: string): LeftOut["reason"] | null {
  return isVideoName(name) ? "unlisted" : isOtherVideoName(name) ? "extension" : null;
}
