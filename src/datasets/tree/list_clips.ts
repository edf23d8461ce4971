import { isFrameName, isVideoName } from "./clip_names.ts";
import type { DatasetTree } from "./dataset_tree.ts";
import { pathIn } from "./path_in.ts";
import { walkFolders } from "./walk_folders.ts";

/** Lists the paths of all videos in a tree: files, and folders of frames. */
export async function listClips(tree: DatasetTree): Promise<readonly string[]> {
  const clips: string[] = [];
  for await (const { path, entries } of walkFolders(tree)) {
    const files = entries.filter(({ kind }) => kind === "file");
    if (path !== "" && files.some(({ name }) => isFrameName(name))) clips.push(path);
    for (const { name } of files) if (isVideoName(name)) clips.push(pathIn(path, name));
  }
  return clips;
}

/** Yields the paths of all video files in a tree, those of a folder before those below it. */
export async function* walkVideos(tree: DatasetTree): AsyncGenerator<string> {
  for await (const { path, entries } of walkFolders(tree)) {
    for (const { name, kind } of entries) {
      if (kind === "file" && isVideoName(name)) yield pathIn(path, name);
    }
  }
}
