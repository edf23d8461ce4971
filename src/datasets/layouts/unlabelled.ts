import type { DatasetTree } from "../tree/dataset_tree.ts";
import { isVideoName } from "../tree/clip_names.ts";
import { walkFiles } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing } from "./contract.ts";

/** Layout without labels: a folder with videos at any depth. */
export const unlabelled: DatasetLayout = {
  title: "videos without labels",
  labels: null,
  recognisedBy: "videos at any depth and nothing that labels them",
  async recognise(tree) {
    for await (const path of walkFiles(tree)) if (isVideoName(path)) return `\`${path}\``;
    return null;
  },
  list,
};

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const names = await videoNames(tree);
  return {
    videos: names.map((filename) => ({
      filename,
      label: null,
      group: filename,
      split: null,
      tags: {},
    })),
    groups: { kind: "own", scope: "other videos of this kind" },
    notes: [],
  };
}

/** Lists the paths of all files with a video's extension in a tree, at any depth. */
export async function videoNames(tree: DatasetTree): Promise<string[]> {
  const names: string[] = [];
  for await (const path of walkFiles(tree)) if (isVideoName(path)) names.push(path);
  return names;
}
