import type { DatasetVideo } from "../../records/video.ts";

/** Videos as levels see them; all columns are in the same order. */
export interface LevelVideos {
  readonly filenames: readonly string[];
  /** Labels: 1 is fake, 0 is real, −1 not known. */
  readonly labels: ArrayLike<number>;
  readonly groups: readonly string[];
  /** Tags that the dataset states, by name; `null`: the video does not have the tag. */
  readonly tags: ReadonlyMap<string, readonly (string | null)[]>;
}

/** The columns of a dataset's videos. */
export function levelVideosOf(videos: readonly DatasetVideo[]): LevelVideos {
  const names = new Set(videos.flatMap(({ tags }) => Object.keys(tags)));
  const tags = Array.from(names, (name) =>
    [
      name,
      videos.map((video) => Object.hasOwn(video.tags, name) ? video.tags[name]! : null),
    ] as const);
  return {
    filenames: videos.map(({ id }) => id),
    labels: videos.map(({ label }) => label === null ? -1 : label === "FAKE" ? 1 : 0),
    groups: videos.map(({ group }) => group),
    tags: new Map(tags),
  };
}

/** The member of a level that each video belongs to; `null`: the video does not have the tag. */
export type Members = readonly (string | null)[];

/** The tag of several datasets together. */
const DATASET = "dataset";

/**
 * Finds the members of a level. Of several datasets the same value means different things, so that the dataset's name
 * stands before it.
 * @param level `video`, `group`, or the name of a tag
 */
export function membersAt(level: string, { filenames, groups, tags }: LevelVideos): Members {
  if (level === "video") return filenames;
  if (level === "group") return groups;
  const values = tags.get(level) ?? filenames.map(() => null);
  const datasets = level === DATASET ? undefined : tags.get(DATASET);
  if (datasets === undefined) return values;
  return values.map((value, k) =>
    value === null || datasets[k] == null ? value : `${datasets[k]}/${value}`
  );
}

/** Two labelled videos that share an inner member and differ in the outer; `null`: each inner one lies in one outer. */
export function nestingBreach(
  inner: Members,
  outer: Members,
  labels: ArrayLike<number>,
): readonly [one: number, other: number] | null {
  const first = new Map<string, number>();
  for (const [k, member] of inner.entries()) {
    if (labels[k]! < 0 || member === null || outer[k] === null) continue;
    const one = first.get(member);
    if (one === undefined) first.set(member, k);
    else if (outer[one] !== outer[k]) return [one, k];
  }
  return null;
}

/** Places of the labelled videos without a member. */
export function videosWithout(members: Members, labels: ArrayLike<number>): readonly number[] {
  return [...members.keys()].filter((k) => labels[k]! >= 0 && members[k] === null);
}

/** Counts the members that labelled videos have. */
export function countMembers(members: Members, labels: ArrayLike<number>): number {
  return new Set(members.filter((member, k) => labels[k]! >= 0 && member !== null)).size;
}
