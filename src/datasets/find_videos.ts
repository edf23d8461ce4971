import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { inputError } from "../records/errors.ts";
import type { ClipSource, DatasetVideo, LeftOut, VideoId } from "../records/video.ts";
import type { ListedVideo } from "./layouts/contract.ts";
import { findLeftOut } from "./find_left_out.ts";
import { isListedPicture, joinPictures } from "./join_pictures.ts";
import { type LocatedName, locateNames, picturePaths } from "./locate_names.ts";
import { fitNotes, nameNotes } from "./name_notes.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";

/** The listed videos that are there, and the names of those that are not, each sorted by name. */
export interface FoundVideos {
  readonly videos: readonly DatasetVideo[];
  readonly missing: readonly VideoId[];
  /** What was decided about names, one sentence each. */
  readonly notes: readonly string[];
  /** Says which missing names fit several videos; `null`: none do. */
  readonly ambiguous: string | null;
  /** What lies in the tree and is not taken, sorted by name. */
  readonly leftOut: readonly LeftOut[];
}

export interface FindOptions {
  /** Paths of folders and files that are not evaluated on purpose, and so are not reported as left out. */
  readonly setAside?: readonly string[];
  /** Whether the user said in which folder the listed paths begin; left out: not. */
  readonly isRooted?: boolean;
  /** Chooses among the listed videos; left out: all. The others are located as well, and then are of no account. */
  readonly choose?: (listed: readonly ListedVideo[]) => readonly ListedVideo[];
}

/**
 * Finds what each listed video is read from. One that is not there, or a link that leads out of the dataset, counts as
 * missing. A video's id is its real path in the tree, which does not depend on what is chosen.
 * @throws AssayError DATASET_NAME_OUTSIDE or DATASET_NAME_TWICE (exit 3) for invalid names
 */
export async function findVideos(
  tree: DatasetTree,
  given: readonly ListedVideo[],
  { setAside = [], isRooted = false, choose = (listed) => listed }: FindOptions = {},
): Promise<FoundVideos> {
  const names = given.filter(isListedPicture).map(({ filename }) => filename);
  const { listed, notes } = joinPictures(given, await picturePaths(tree, { names, isRooted }));
  const located = await locateNames(tree, listed, { isRooted });
  const { entries, repeated } = distinctEntries(listed, located);
  const pathOf = new Map(listed.map(({ filename }, i) => [filename, located[i]!.path]));
  const chosen = new Set(choose(listed));
  const places = [...listed.keys()].filter((i) => chosen.has(listed[i]!));
  const named = { listed: places.map((i) => listed[i]!), located: places.map((i) => located[i]!) };
  const videos: DatasetVideo[] = [];
  const missing: VideoId[] = [];
  for (const [path, { video, source }] of entries) {
    if (!chosen.has(video)) continue;
    const { filename: _, frames: __, ...facts } = video;
    const id = path as VideoId;
    if (source === null) missing.push(id);
    else videos.push({ id, source, ...facts, group: pathOf.get(facts.group) ?? facts.group });
  }
  return {
    videos: videos.sort((a, b) => compareCodePoints(a.id, b.id)),
    missing: missing.sort(compareCodePoints),
    ambiguous: fitNotes(named.listed, named.located)[0] ?? null,
    notes: [...notes, ...nameNotes({ ...named, repeated })],
    leftOut: await findLeftOut(tree, {
      listed: new Set(entries.keys()),
      setAside: new Set(setAside),
    }),
  };
}

/** What is listed for each path, and the paths for which an equal entry was left out, once for each. */
function distinctEntries(listed: readonly ListedVideo[], located: readonly LocatedName[]) {
  const entries = new Map<
    string,
    { readonly video: ListedVideo; readonly source: ClipSource | null }
  >();
  const repeated: string[] = [];
  for (const [i, video] of listed.entries()) {
    const { path, source } = located[i]!;
    const earlier = entries.get(path)?.video;
    if (earlier === undefined) entries.set(path, { video, source });
    else {
      requireEqual(path, [earlier, video]);
      repeated.push(path);
    }
  }
  return { entries, repeated };
}

/** Checks that two entries for one video say the same. */
function requireEqual(path: string, [one, other]: readonly [ListedVideo, ListedVideo]): void {
  if (factsOf(one) === factsOf(other)) return;
  const names = one.filename === other.filename
    ? `${JSON.stringify(path)} twice`
    : `${JSON.stringify(path)} twice, as ${JSON.stringify(one.filename)} and ${
      JSON.stringify(other.filename)
    }`;
  throw inputError("DATASET_NAME_TWICE", {
    what: `the labels list ${names}, and the entries differ`,
    remedy: "Remove one of the two entries",
  });
}

function factsOf({ filename, label, group, split, tags, frames }: ListedVideo): string {
  const own = group === filename ? null : group;
  return JSON.stringify([label, own, split, Object.entries(tags).sort(), frames]);
}
