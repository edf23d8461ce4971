import type { ClipSource, FileClip, MemberClip } from "../records/video.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";

/** What a listed video of frames is read from. */
export interface FramesFound {
  /** `null`: none of the pictures is there, or they are in an archive and another place. */
  readonly source: ClipSource | null;
  readonly missing: number;
}

/**
 * Finds the pictures that are a video's frames. Those that are not there are left out.
 * @param paths in the tree, in the order of the frames
 * @param lists lists of names found so far by their text, so that videos with equal ones share one
 */
export async function findFrames(
  paths: readonly string[],
  { tree, lists }: {
    readonly tree: DatasetTree;
    readonly lists: Map<string, readonly string[]>;
  },
): Promise<FramesFound> {
  const found: string[] = [];
  const members: MemberClip[] = [];
  for (const path of paths) {
    const clip: FileClip | MemberClip | null = await pictureAt(tree, path);
    if (clip === null) continue;
    if (clip.kind === "member") members.push(clip);
    else found.push(path);
  }
  const missing = paths.length - found.length - members.length;
  if (members.length > 0) {
    const source = found.length === 0 ? framesOf(members) : null;
    return { source, missing: source === null ? paths.length : missing };
  }
  if (found.length === 0) return { source: null, missing };
  const folder = commonFolder(found);
  const names = folder === "" ? found : found.map((path) => path.slice(folder.length + 1));
  const place = folder === "" ? tree.place : `${tree.place}/${folder}`;
  return { source: { kind: "frames", folder: place, names: shared(names, lists) }, missing };
}

async function pictureAt(tree: DatasetTree, path: string): Promise<FileClip | MemberClip | null> {
  const clip = await tree.clip(path);
  return clip?.kind === "file" || clip?.kind === "member" ? clip : null;
}

/** @returns `null`: they are in several archives */
function framesOf(members: readonly MemberClip[]): ClipSource | null {
  const [{ archive }] = members as [MemberClip];
  if (members.some((member) => member.archive !== archive)) return null;
  return {
    kind: "member_frames",
    archive,
    spans: members.map(({ start, end }) => ({ start, end })),
  };
}

/** The deepest folder that all paths are in. */
function commonFolder(paths: readonly string[]): string {
  const folderOf = (path: string) => path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  let common = folderOf(paths[0]!);
  for (const path of paths) {
    while (common !== "" && !path.startsWith(`${common}/`)) common = folderOf(common);
  }
  return common;
}

function shared(names: readonly string[], lists: Map<string, readonly string[]>) {
  const text = names.join("\n");
  const known = lists.get(text);
  if (known === undefined) lists.set(text, names);
  return known ?? names;
}
