import { counted } from "../../base/text/counted.ts";
import { textLines } from "../labels/text_lines.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { folderNames } from "../tree/walk_tree.ts";
import type { DatasetLayout, LayoutListing, ListedVideo } from "./contract.ts";
import { FFPP_SPACE } from "./ffpp_groups.ts";
import { clipStem, folderClips } from "./folder_clips.ts";
import { SOURCE_VIDEOS } from "./group_facts.ts";
import { type SplitList, splitsByName } from "./split_lists.ts";

const SPLITS = ["train", "val", "test"];
const LISTS = "lists/splits";
/** The actors' own recordings, of which the fakes were made: not the REAL class. */
const SOURCES = "source_videos";

/**
 * Layout of DeeperForensics-1.0: `manipulated_videos/DISTORTION/TARGET_ACTOR.mp4`, where TARGET is a video of
 * FaceForensics++, and `lists/splits`. Source: the dataset's README.
 */
export const deeperforensics: DatasetLayout = {
  title: "DeeperForensics-1.0",
  labels: "`manipulated_videos`",
  recognisedBy: "`manipulated_videos/end_to_end` or another of its distortions",
  async recognise(tree) {
    const folders = await distortionFolders(tree);
    return folders.length === 0 ? null : `\`${folders[0]}\``;
  },
  list,
};

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const lists = await readSplits(tree);
  const splits = splitsByName(lists);
  const videos: ListedVideo[] = [];
  for (const folder of await distortionFolders(tree)) {
    for (const filename of await folderClips(tree, folder)) {
      videos.push(toListedVideo(filename, { folder, splits }));
    }
  }
  return {
    videos,
    groups: groupFacts(videos),
    groupSpace: FFPP_SPACE,
    setAside: [SOURCES],
    notes: [await realsNote(tree), ...splitNotes(lists, videos)],
  };
}

/** Finds the folders of distortions; the archives that the dataset comes in may leave several outer folders. */
async function distortionFolders(tree: DatasetTree): Promise<readonly string[]> {
  const found: string[] = [];
  for (const outer of await folderNames(tree)) {
    if (!/^manipulated_videos(_\w+)?$/.test(outer)) continue;
    for (const name of await folderNames(tree, outer)) {
      if (/^(end_to_end|reenact_postprocess)/.test(name)) found.push(`${outer}/${name}`);
    }
  }
  return found;
}

async function readSplits(tree: DatasetTree): Promise<readonly SplitList[]> {
  const lists: SplitList[] = [];
  for (const split of SPLITS) {
    const file = `${LISTS}/${split}.txt`;
    const bytes = await tree.read(file);
    if (bytes === null) continue;
    const lines = textLines(bytes).map((line) => line.trim()).filter((line) => line !== "");
    const names = lines.map((line) => clipStem(line));
    lists.push({ file, split, names });
  }
  return lists;
}

interface FolderFacts {
  readonly folder: string;
  /** By name without extension: a fake and its distorted copies have one split. */
  readonly splits: ReadonlyMap<string, string>;
}

function toListedVideo(filename: string, { folder, splits }: FolderFacts): ListedVideo {
  const stem = clipStem(filename);
  const [, target = stem, actor] = /^(\d+)_([A-Za-z]\w*)$/.exec(stem) ?? [];
  const distortion = folder.slice(folder.lastIndexOf("/") + 1);
  const identity: Record<string, string> = actor === undefined ? {} : { identity: actor };
  return {
    filename,
    label: "FAKE",
    group: target,
    split: splits.get(stem) ?? null,
    tags: { distortion, method: "DeeperForensics", ...identity },
  };
}

/** States whether an actor's face is in several groups. */
function groupFacts(videos: readonly ListedVideo[]): LayoutListing["groups"] {
  const groups = new Map<string, string>();
  for (const { group, tags: { identity } } of videos) {
    if (identity === undefined) continue;
    if ((groups.get(identity) ?? group) !== group) {
      const why = "the face of one actor is in the fakes of several groups";
      return { kind: "linked", scope: SOURCE_VIDEOS.scope, why };
    }
    groups.set(identity, group);
  }
  return SOURCE_VIDEOS;
}

async function realsNote(tree: DatasetTree): Promise<string> {
  const hasSources = (await folderNames(tree)).includes(SOURCES);
  return "All videos are FAKE: DeeperForensics-1.0's REAL class is the originals of FaceForensics++ in c23" +
    `${hasSources ? `, not ${SOURCES}, which is left out` : ""}. Evaluate both in one run, ` +
    "with --dataset twice; the groups are then joined.";
}

function splitNotes(
  lists: readonly SplitList[],
  videos: readonly ListedVideo[],
): readonly string[] {
  if (lists.length === 0) return [`There are no lists in ${LISTS}, so no video has a split.`];
  const present = new Set(videos.map(({ filename }) => clipStem(filename)));
  const absent = lists.flatMap(({ names }) => names).filter((name) => !present.has(name)).length;
  const without = videos.filter(({ split }) => split === null).length;
  return [
    `Splits are those of ${lists.map(({ file }) => file).join(", ")}.`,
    ...absent === 0 ? [] : [`${counted(absent, "name")} in these lists: no such video is here.`],
    ...without === 0 ? [] : [`${counted(without, "video")} in none of these lists: no split.`],
  ];
}
