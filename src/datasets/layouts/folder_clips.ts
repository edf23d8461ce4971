import { isFrameName, isVideoName, stemOf } from "../tree/clip_names.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { fileNames, folderNames } from "../tree/walk_tree.ts";

/** Folders in which a dataset's clips lie, beside other things, the first that has some. */
const CLIP_FOLDERS = ["videos", "frames", "images", "faces"];

/**
 * Lists the clips of a folder: those in its `videos`, else in its folder of extracted frames, else in the folder
 * itself. A clip is a video file, or where there are none, a folder with pictures.
 * @returns paths in the tree
 */
export async function folderClips(tree: DatasetTree, folder: string): Promise<readonly string[]> {
  const present = new Set(await folderNames(tree, folder));
  for (const name of CLIP_FOLDERS.filter((name) => present.has(name))) {
    const clips = await clipsIn(tree, `${folder}/${name}`);
    if (clips.length > 0) return clips;
  }
  return await clipsIn(tree, folder);
}

/** Lists the clips of a folder, or if it has none, of the folders below it, at any depth. */
export async function clipsBelow(tree: DatasetTree, folder: string): Promise<readonly string[]> {
  const clips = await folderClips(tree, folder);
  if (clips.length > 0) return clips;
  const below: (readonly string[])[] = [];
  for (const name of await folderNames(tree, folder)) {
    below.push(await clipsBelow(tree, `${folder}/${name}`));
  }
  return below.flat();
}

async function clipsIn(tree: DatasetTree, folder: string): Promise<readonly string[]> {
  const videos = (await fileNames(tree, folder)).filter(isVideoName);
  const names = videos.length > 0 ? videos : await pictureFolders(tree, folder);
  return names.map((name) => `${folder}/${name}`);
}

async function pictureFolders(tree: DatasetTree, folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of await folderNames(tree, folder)) {
    if ((await fileNames(tree, `${folder}/${name}`)).some(isFrameName)) found.push(name);
  }
  return found;
}

/** A clip's name without folders and without a video's extension. */
export function clipStem(path: string): string {
  return stemOf(path.slice(path.lastIndexOf("/") + 1));
}
