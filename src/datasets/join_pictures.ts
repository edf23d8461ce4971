import { counted } from "../base/text/counted.ts";
import type { Tags } from "../records/video.ts";
import { classOf } from "./layouts/class_words.ts";
import type { ListedVideo } from "./layouts/contract.ts";
import { isFrameName } from "./tree/clip_names.ts";
import { compareNaturally } from "../base/text/compare_naturally.ts";

/** Listed videos in which pictures are frames of videos, and what is said of that. */
export interface JoinedPictures {
  readonly listed: readonly ListedVideo[];
  readonly notes: readonly string[];
}

/**
 * Joins pictures that are listed one by one. Those of one folder are the frames of one video, named as the folder, if
 * they have one label, group and split, and the folder is not named for a class: many videos lie in such a one. Else
 * each is a video of one frame.
 * @param pathOf writes a listed name as a path in the tree
 */
export function joinPictures(
  listed: readonly ListedVideo[],
  pathOf: (filename: string) => string,
): JoinedPictures {
  const pictures = listed.filter(isListedPicture).map((video) => ({
    ...video,
    group: video.group === video.filename ? null : video.group,
    path: pathOf(video.filename),
  }));
  if (pictures.length === 0) return { listed, notes: [] };
  const folders = [...Map.groupBy(pictures, ({ path }) => folderOf(path))];
  const joined = folders.flatMap(([folder, own]) =>
    isOneVideo(folder, own) ? [joinedVideo(folder, own)] : []
  );
  const alone = folders.flatMap(([folder, own]) =>
    isOneVideo(folder, own) ? [] : own.map((one) => joinedVideo(one.path, [one]))
  );
  return {
    listed: [...listed.filter((video) => !isListedPicture(video)), ...joined, ...alone],
    notes: [...joinedNotes(joined), ...aloneNotes(alone)],
  };
}

/** Whether an entry is for one picture. */
export function isListedPicture({ filename, frames }: ListedVideo): boolean {
  return frames === undefined && isFrameName(filename.trim());
}

/** A listed picture. */
interface Picture extends Omit<ListedVideo, "group"> {
  /** `null`: its own. */
  readonly group: string | null;
  /** In the tree. */
  readonly path: string;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

function isOneVideo(folder: string, pictures: readonly Picture[]): boolean {
  if (folder === "" || classOf(folder.slice(folder.lastIndexOf("/") + 1)) !== null) return false;
  const [first] = pictures as [Picture];
  return pictures.every(({ label, group, split }) =>
    label === first.label && group === first.group && split === first.split
  );
}

function joinedVideo(filename: string, pictures: readonly Picture[]): ListedVideo {
  const { label, group, split } = pictures[0]!;
  const frames = [...new Set(pictures.map(({ path }) => path))].sort(compareNaturally);
  const tags = commonTags(pictures.map((picture) => picture.tags));
  return { filename, label, group: group ?? filename, split, tags, frames };
}

/** The tags that all pictures have with one value: the number of the frame is none of the video's. */
function commonTags(all: readonly Tags[]): Tags {
  return Object.fromEntries(
    Object.entries(all[0]!).filter(([name, value]) => all.every((tags) => tags[name] === value)),
  );
}

function joinedNotes(videos: readonly ListedVideo[]): readonly string[] {
  if (videos.length === 0) return [];
  const pictures = videos.reduce((sum, { frames }) => sum + frames!.length, 0);
  return [
    `${counted(pictures, "picture")} of the labels ${
      pictures === 1 ? "is" : "are"
    } taken as frames of ` +
    `${counted(videos.length, "video")}, one for each folder that they lie in.`,
  ];
}

function aloneNotes(videos: readonly ListedVideo[]): readonly string[] {
  if (videos.length === 0) return [];
  const first = JSON.stringify(videos[0]!.filename);
  return [
    `${counted(videos.length, "picture")} of the labels (the first is ${first}) ${
      videos.length === 1 ? "is a video" : "are videos"
    } of one frame: no folder of their own says which belong together.`,
  ];
}
