import { counted } from "../../base/text/counted.ts";
import type { Label } from "../../records/video.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { folderNames } from "../tree/walk_tree.ts";
import { LIST_NAME, readTestList, type TestEntry } from "./celeb_df_list.ts";
import type { DatasetLayout, LayoutListing, ListedVideo } from "./contract.ts";
import { clipsBelow, clipStem } from "./folder_clips.ts";
import { groupsOfPeople, type PersonVideo } from "./group_facts.ts";

/** Folders and their labels, by their names in lower case: users' copies write `Youtube-real`, too. */
const FOLDERS: ReadonlyMap<string, Label> = new Map([
  ["celeb-real", "REAL"],
  ["celeb-synthesis", "FAKE"],
  ["youtube-real", "REAL"],
]);

/**
 * Layout of Celeb-DF v1 and v2: `Celeb-real/idX_NNNN.mp4`, `Celeb-synthesis/idX_idY_NNNN.mp4` (the person X of the
 * original with the face of Y) and `YouTube-real/NNNNN.mp4`.
 */
export const celebDf: DatasetLayout = {
  title: "Celeb-DF",
  labels: "`Celeb-real`, `Celeb-synthesis` and `YouTube-real`",
  recognisedBy: `\`Celeb-real\`, \`Celeb-synthesis\` or \`YouTube-real\`, beside \`${LIST_NAME}\``,
  async recognise(tree) {
    const folders = await classFolders(tree);
    return folders.length === 0 ? null : folders.map((name) => `\`${name}\``).join(", ");
  },
  list,
};

async function list(tree: DatasetTree): Promise<LayoutListing> {
  const folders = await classFolders(tree);
  const tested = await readTestList(tree, { folders, labels: FOLDERS });
  const videos: ListedVideo[] = [];
  for (const folder of folders) {
    for (const filename of await clipsBelow(tree, folder)) {
      videos.push(toListedVideo(filename, splitOf(tested, filename)));
    }
  }
  const known = new Set(videos.map(({ filename }) => listKey(filename)));
  const absent = [...tested ?? []].filter(([key]) => !known.has(key));
  const missing = absent.map(([, { filename }]) => toListedVideo(filename, "test"));
  return {
    videos: [...videos, ...missing],
    groups: groupsOfPeople(videos.map(personVideo)),
    notes: [splitNote(tested)],
  };
}

async function classFolders(tree: DatasetTree): Promise<readonly string[]> {
  return (await folderNames(tree)).filter((name) => FOLDERS.has(name.toLowerCase()));
}

/** What the list and a path have in common: the outermost folder in lower case and the name without its extension. */
function listKey(path: string): string {
  return `${path.slice(0, path.indexOf("/")).toLowerCase()}/${clipStem(path)}`;
}

function splitOf(tested: ReadonlyMap<string, TestEntry> | null, filename: string): string | null {
  if (tested === null) return null;
  return tested.has(listKey(filename)) ? "test" : "train";
}

function toListedVideo(filename: string, split: string | null): ListedVideo {
  const label = FOLDERS.get(filename.slice(0, filename.indexOf("/")).toLowerCase())!;
  const person = /^(id\d+)_/.exec(clipStem(filename))?.[1];
  const method = label === "FAKE" ? { method: methodOf(filename) } : {};
  return {
    filename,
    label,
    // Without a person's number, as in YouTube-real, a video is its own group.
    group: person ?? `${filename.slice(0, filename.indexOf("/"))}/${clipStem(filename)}`,
    split,
    tags: { ...person === undefined ? {} : { identity: person }, ...method },
  };
}

/** The folder of a method where there are some, as in Celeb-DF++; v1 and v2 have one method. */
function methodOf(filename: string): string {
  const folders = filename.split("/").slice(1, -1)
    .filter((name) => !/^(videos|frames|images|faces)$/.test(name));
  return folders.at(-1) ?? "Celeb-DF";
}

function personVideo({ filename, group }: ListedVideo): PersonVideo {
  return { group, face: /^id\d+_(id\d+)_/.exec(clipStem(filename))?.[1] };
}

function splitNote(tested: ReadonlyMap<string, TestEntry> | null): string {
  return tested === null
    ? `There is no ${LIST_NAME}, so no video has a split.`
    : `The split test is the ${counted(tested.size, "video")} of ${LIST_NAME}, as published ` +
      "results have it (`--split test`); all others are train. In the list 1 is REAL.";
}
