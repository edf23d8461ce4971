import { compareCodePoints } from "../base/text/compare_code_points.ts";
import type { LeftOut } from "../records/video.ts";
import { isOtherVideoName, isVideoName } from "./tree/clip_names.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";
import { pathIn } from "./tree/path_in.ts";
import { walkFolders } from "./tree/walk_folders.ts";

/** What a dataset knows of. */
export interface KnownPaths {
  /** Paths of the listed videos: files, or folders of frames. */
  readonly listed: ReadonlySet<string>;
  /** Paths of folders and files that are not evaluated on purpose. */
  readonly setAside: ReadonlySet<string>;
}

/**
 * Finds what lies in a tree and is not evaluated: links that lead out, videos that are not listed, and files that hold
 * moving pictures in a form that is not read.
 * @returns sorted by name
 */
export async function findLeftOut(
  tree: DatasetTree,
  { listed, setAside }: KnownPaths,
): Promise<readonly LeftOut[]> {
  const found: LeftOut[] = [];
  const isKnown = (path: string) => listed.has(path) || setAside.has(path);
  for await (const { path, entries } of walkFolders(tree, { skips: isKnown })) {
    for (const entry of entries) {
      const reason = entry.kind === "file" ? reasonFor(entry.name) : null;
      const name = pathIn(path, entry.name);
      if (reason !== null && !isKnown(name)) found.push({ name, reason });
    }
  }
  return [...tree.leftOut(), ...found].sort((a, b) => compareCodePoints(a.name, b.name));
}

/** Why a file is left out that is not listed; `null`: it is nothing to do with videos. */
function reasonFor(name: string): LeftOut["reason"] | null {
  return isVideoName(name) ? "unlisted" : isOtherVideoName(name) ? "extension" : null;
}
