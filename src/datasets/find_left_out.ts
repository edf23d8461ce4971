import { compareCodePoints } from "../base/text/compare_code_points.ts";
import type { LeftOut } from "../records/video.ts";
import { isOtherVideoName, isVideoName } from "./tree/clip_names.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";
import { walkFiles } from "./tree/walk_tree.ts";

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
  for await (const name of walkFiles(tree)) {
    if (listed.has(name)) continue;
    if (isVideoName(name)) found.push({ name, reason: "unlisted" });
    else if (isOtherVideoName(name)) found.push({ name, reason: "extension" });
  }
  return [...tree.leftOut(), ...found].sort((a, b) => compareCodePoints(a.name, b.name));
}
