import { isFrameName, isVideoName } from "./clip_names.ts";
import type { DatasetTree } from "./dataset_tree.ts";

/** Yields the paths of all videos in a tree, files and folders of frames, in the order of the folders. */
export async function* walkClips(tree: DatasetTree, folder = ""): AsyncGenerator<string> {
  const entries = await tree.entries(folder);
  const holdsFrames = entries.some(({ name, kind }) => kind === "file" && isFrameName(name));
  if (folder !== "" && holdsFrames) yield folder;
  for (const { name, kind } of entries) {
    const path = folder === "" ? name : `${folder}/${name}`;
    if (kind === "folder") yield* walkClips(tree, path);
    else if (kind === "file" && isVideoName(name)) yield path;
  }
}
