import { counted } from "../../base/text/counted.ts";
import type { Label } from "../../records/video.ts";
import { withoutExtension } from "../tree/clip_names.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { folderNames } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo } from "./contract.ts";
import { SOURCE_VIDEOS } from "./group_facts.ts";
import { findClips } from "./walk_clips.ts";

/** A folder of one class and one split, such as `real_train`. */
interface ClassSplit {
  readonly path: string;
  readonly label: Label;
  readonly split: string;
}

/**
 * WildDeepfake: `real_train`, `fake_train`, `real_test` and `fake_test` with a tar or folder for each video, in which
 * each folder of pictures is a sequence of one face. A group is the number of the video.
 */
export const wilddeepfake: DatasetLayout = {
  title: "WildDeepfake",
  labels: "`real_train`, `fake_train`, `real_test` and `fake_test`",
  recognisedBy: "folders named `real_train`, `fake_train`, `real_test` and `fake_test`",
  async recognise(tree) {
    const found = await classSplits(tree);
    return found.length === 0 ? null : found.map(({ path }) => `\`${path}\``).join(", ");
  },
  list,
};

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const videos: ListedVideo[] = [];
  const loose: string[] = [];
  for (const { path, label, split } of await classSplits(tree)) {
    const { clips, hasLoosePictures } = await findClips(tree, path);
    if (hasLoosePictures) loose.push(path);
    for (const filename of clips) {
      const group = videoNumber(filename.slice(path.length + 1));
      videos.push({ filename, label, group, split, tags: {} });
    }
  }
  return {
    videos,
    groups: SOURCE_VIDEOS,
    notes: [
      "The frames are crops of faces: set faceDetector to whole_frame.",
      "A group is the number of the tar or folder that a sequence lies in: equal numbers count as the same " +
      "source video, whatever the class and split.",
      ...loose.length === 0 ? [] : [looseNote(loose)],
    ],
  };
}

/** Looks for the four folders in the outermost folder, or in one that is alone there. */
async function classSplits(tree: DatasetTree): Promise<readonly ClassSplit[]> {
  const names = await folderNames(tree);
  const found = names.flatMap((name) => classSplit(name, name));
  if (found.length > 0 || names.length !== 1) return found;
  const inner = await folderNames(tree, names[0]);
  return inner.flatMap((name) => classSplit(name, `${names[0]}/${name}`));
}

function classSplit(name: string, path: string): readonly ClassSplit[] {
  const [, word, split] = /^(real|fake)_(train|val|valid|test)$/i.exec(name) ?? [];
  if (word === undefined || split === undefined) return [];
  const label = word.toLowerCase() === "real" ? "REAL" : "FAKE";
  return [{ path, label, split: split.toLowerCase() }];
}

/** The number of the video in a path such as `12/real/103`: the outermost folder whose name begins with a digit. */
function videoNumber(path: string): string {
  const parts = path.split("/");
  const name = parts.find((part) => /^\d/.test(part)) ?? parts[0]!;
  return withoutExtension(name);
}

function looseNote(folders: readonly string[]): string {
  return `Pictures directly in ${folders.join(", ")} belong to no sequence and are left out ` +
    `(${counted(folders.length, "folder")}).`;
}
