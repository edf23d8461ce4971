import { relative } from "node:path";
import type { ClipSource } from "../../records/video.ts";
import type { DatasetTree } from "./dataset_tree.ts";

/**
 * Makes a clip of listed pictures, in their order: files of the tree, or members of one archive. Pictures that are not
 * there are left out.
 * @param paths in the tree
 * @returns `null`: none is there, or they are in several places that are no folder together
 */
export async function pictureList(
  tree: DatasetTree,
  paths: readonly string[],
): Promise<ClipSource | null> {
  const names: string[] = [];
  const archives = new Map<string, { start: number; end: number }[]>();
  for (const path of paths) {
    const source = await tree.clip(path);
    if (source?.kind === "file") names.push(relative(tree.place, source.path));
    if (source?.kind !== "member") continue;
    const { archive, start, end } = source;
    const spans = archives.get(archive) ?? [];
    spans.push({ start, end });
    archives.set(archive, spans);
  }
  const [first, second] = archives;
  if (first === undefined) {
    return names.length === 0 ? null : { kind: "frames", folder: tree.place, names };
  }
  if (names.length > 0 || second !== undefined) return null;
  return { kind: "member_frames", archive: first[0], spans: first[1] };
}
