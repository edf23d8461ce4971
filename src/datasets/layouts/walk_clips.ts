import { isFrameName, isVideoName } from "../tree/clip_names.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { pathIn } from "../tree/path_in.ts";

/** What may be evaluated in a folder. */
export interface FoundClips {
  /** Paths of video files, and of folders that hold pictures. */
  readonly clips: readonly string[];
  /** Whether pictures, and no videos, lie directly in the folder itself, where they belong to no clip. */
  readonly hasLoosePictures: boolean;
}

/** How many folders are read at once. */
const AT_ONCE = 16;

/**
 * Finds the clips in a folder, at any depth: video files, and folders of frames, which are those that hold pictures and
 * no videos. What lies in a folder of frames, such as masks, is no clip.
 */
export async function findClips(tree: DatasetTree, folder: string): Promise<FoundClips> {
  const { videos, hasPictures, folders } = await contentOf(tree, folder);
  return {
    clips: [...videos, ...await clipsBelow(tree, folders)],
    hasLoosePictures: hasPictures && videos.length === 0,
  };
}

async function clipsBelow(tree: DatasetTree, folders: readonly string[]): Promise<string[]> {
  const clips: string[] = [];
  for (let from = 0; from < folders.length; from += AT_ONCE) {
    const some = folders.slice(from, from + AT_ONCE);
    const contents = await Promise.all(some.map((folder) => contentOf(tree, folder)));
    for (const [i, { videos, hasPictures, folders: below }] of contents.entries()) {
      if (hasPictures && videos.length === 0) clips.push(some[i]!);
      else {
        for (const video of videos) clips.push(video);
        for (const clip of await clipsBelow(tree, below)) clips.push(clip);
      }
    }
  }
  return clips;
}

async function contentOf(tree: DatasetTree, folder: string) {
  const videos: string[] = [], folders: string[] = [];
  let hasPictures = false;
  for (const { name, kind } of await tree.entries(folder)) {
    const path = pathIn(folder, name);
    if (kind === "folder") folders.push(path);
    else if (kind === "file" && isVideoName(name)) videos.push(path);
    else if (kind === "file" && isFrameName(name)) hasPictures = true;
  }
  return { videos, hasPictures, folders };
}
