import { nearestName } from "../../base/text/nearest_name.ts";
import { type AssayError, inputError } from "../../records/errors.ts";
import { levelNouns, type NamedLevel } from "../../records/independence.ts";
import {
  countMembers,
  type LevelVideos,
  membersAt,
  nestingBreach,
  videosWithout,
} from "./level_videos.ts";

/** Most tags that a remedy lists. */
const MOST_LISTED = 8;

const WHERE = {
  config: '"independent" in the config',
  card: '"independent" in the dataset\'s card.json',
} as const;

/**
 * Finds out why a level cannot be resampled: no video has the tag, some labelled ones lack it, or a group does not lie in
 * one of its members.
 * @returns AssayError INDEPENDENT_UNKNOWN, INDEPENDENT_INCOMPLETE or INDEPENDENT_NOT_NESTED (exit 3); `null`: it can
 */
export function levelError({ level, by }: NamedLevel, videos: LevelVideos): AssayError | null {
  if (level === "video" || level === "group") return null;
  if (countMembers(videos.filenames, videos.labels) === 0) return null; // nothing is resampled
  const where = WHERE[by];
  if (!videos.tags.has(level)) return unknownLevel(level, { where, videos });
  const members = membersAt(level, videos);
  const without = videosWithout(members, videos.labels);
  if (without.length > 0) return incompleteLevel(level, { where, videos, without });
  const breach = nestingBreach(videos.groups, members, videos.labels);
  return breach === null ? null : unnestedLevel(level, { where, videos, breach });
}

interface Fault {
  readonly where: string;
  readonly videos: LevelVideos;
}

function unknownLevel(level: string, { where, videos }: Fault): AssayError {
  const nearest = nearestName(level, ["group", "video", ...videos.tags.keys()]);
  return inputError("INDEPENDENT_UNKNOWN", {
    what:
      `${where} names ${JSON.stringify(level)}, which is neither group nor video nor a tag of ` +
      "the dataset",
    remedy: nearest === undefined
      ? choices(videos)
      : `Did you mean "${nearest}"? ${choices(videos)}`,
  });
}

function incompleteLevel(
  level: string,
  { where, videos, without }: Fault & { readonly without: readonly number[] },
): AssayError {
  const labelled = countMembers(videos.filenames, videos.labels);
  const first = JSON.stringify(videos.filenames[without[0]!]);
  return inputError("INDEPENDENT_INCOMPLETE", {
    what: `${where} names the tag ${JSON.stringify(level)}, but ${without.length} of ${labelled} ` +
      `labelled videos ${without.length === 1 ? "does" : "do"} not have it (the first is ${first})`,
    remedy: `Add it to their labels, or choose another level. ${choices(videos)}`,
  });
}

function unnestedLevel(
  level: string,
  { where, videos, breach }: Fault & { readonly breach: readonly [number, number] },
): AssayError {
  const { filenames, groups } = videos;
  const members = membersAt(level, videos);
  const [one, other] = breach.map((k) =>
    `${JSON.stringify(filenames[k])} has ${JSON.stringify(members[k])}`
  );
  return inputError("INDEPENDENT_NOT_NESTED", {
    what: `${where} names the tag ${JSON.stringify(level)}, but a group must lie in one of its ` +
      `values: in group ${JSON.stringify(groups[breach[0]])} ${one}, and ${other}`,
    remedy: choices(videos),
  });
}

function holdsGroups(level: string, videos: LevelVideos): boolean {
  const { labels, groups } = videos;
  const members = membersAt(level, videos);
  return videosWithout(members, labels).length === 0 &&
    nestingBreach(groups, members, labels) === null;
}

/** The levels that can be resampled. */
function choices(videos: LevelVideos): string {
  const tags = [...videos.tags.keys()].filter((level) => holdsGroups(level, videos));
  const names = ["group", ...tags.sort().slice(0, MOST_LISTED), "video"];
  return `Levels that can be resampled here are ${names.slice(0, -1).join(", ")} and ${
    names.at(-1)
  }`;
}

/** Says why a tag is no level of its own, a clause; `null`: it is one. */
export function nestingObstacle(level: string, videos: LevelVideos): string | null {
  const { labels, groups } = videos;
  const { one, many } = levelNouns(level);
  const members = membersAt(level, videos);
  const without = videosWithout(members, labels).length;
  if (without > 0) {
    return `${without} of ${countMembers(videos.filenames, labels)} labelled videos ` +
      `${without === 1 ? "has" : "have"} no ${one}`;
  }
  const inners = [["group", groups], ["recording", innerRecordings(level, videos)]] as const;
  for (const [name, inner] of inners) {
    const breach = inner === null ? null : nestingBreach(inner, members, labels);
    if (breach === null) continue;
    const [a, b] = breach.map((k) => JSON.stringify(members[k]));
    return `the videos of ${name} ${
      JSON.stringify(inner![breach[0]])
    } have the ${many} ${a} and ${b}`;
  }
  return null;
}

/** The recordings, where identities must not divide one. */
function innerRecordings(level: string, videos: LevelVideos) {
  return level === "identity" && videos.tags.has("recording")
    ? membersAt("recording", videos)
    : null;
}
