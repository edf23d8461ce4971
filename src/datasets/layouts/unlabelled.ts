import type { DatasetTree } from "../tree/dataset_tree.ts";
import { walkVideos } from "../tree/list_clips.ts";
import type { DatasetLayout, LayoutListing, ListedVideo } from "./contract.ts";
import { OWN_GROUPS } from "./group_facts.ts";

/** Layout without labels: a folder with videos at any depth. */
export const unlabelled: DatasetLayout = {
  title: "videos without labels",
  labels: null,
  recognisedBy: "videos at any depth and nothing that labels them",
  async recognise(tree) {
    for await (const path of walkVideos(tree)) return `\`${path}\``;
    return null;
  },
  list,
};

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const videos = (await Array.fromAsync(walkVideos(tree))).map(unlabelledVideo);
  return { videos, groups: OWN_GROUPS, notes: [] };
}

/** Lists a video of which nothing is known. */
export function unlabelledVideo(filename: string): ListedVideo {
  return { filename, label: null, group: filename, split: null, tags: {} };
}
