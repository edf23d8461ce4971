import { compareCodePoints } from "../base/text/compare_code_points.ts";
import { counted } from "../base/text/counted.ts";
import { inputError } from "../records/errors.ts";
import type { DatasetVideo, LeftOut, VideoId } from "../records/video.ts";
import type { ListedVideo } from "./layouts/contract.ts";
import { findLeftOut } from "./find_left_out.ts";
import { type LocatedName, locateNames } from "./locate_names.ts";
import { type Match, MATCHES } from "./name_index.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";

/** The listed videos that are there, and the names of those that are not, each sorted by name. */
export interface FoundVideos {
  readonly videos: readonly DatasetVideo[];
  readonly missing: readonly VideoId[];
  /** What was decided about names, one sentence each. */
  readonly notes: readonly string[];
  /** What lies in the tree and is not taken, sorted by name. */
  readonly leftOut: readonly LeftOut[];
}

/**
 * Finds what each listed video is read from. One that is not there, or a link that leads out of the dataset, counts as
 * missing. A video's id is its real path in the tree.
 * @throws AssayError DATASET_NAME_OUTSIDE or DATASET_NAME_TWICE (exit 3) for invalid names
 */
export async function findVideos(
  tree: DatasetTree,
  listed: readonly ListedVideo[],
): Promise<FoundVideos> {
  const located = await locateNames(tree, listed);
  const pathOf = new Map(listed.map(({ filename }, i) => [filename, located[i]!.path]));
  const videos: DatasetVideo[] = [];
  const missing: VideoId[] = [];
  const repeated: string[] = [];
  const seen = new Map<string, ListedVideo>();
  for (const [i, one] of listed.entries()) {
    const { path, source } = located[i]!;
    const { filename: _, frames: __, ...facts } = one;
    const earlier = seen.get(path);
    if (earlier !== undefined) {
      requireEqual(path, [earlier, one]);
      repeated.push(path);
      continue;
    }
    seen.set(path, one);
    const id = path as VideoId;
    if (source === null) missing.push(id);
    else videos.push({ id, source, ...facts, group: pathOf.get(facts.group) ?? facts.group });
  }
  videos.sort((a, b) => compareCodePoints(a.id, b.id));
  return {
    ...{ videos, missing: missing.sort(compareCodePoints) },
    notes: [...nameNotes(listed, located), ...repeatNotes(repeated)],
    leftOut: await findLeftOut(tree, new Set(seen.keys())),
  };
}

/** How a note says what was done to match names. */
const MATCHED: Readonly<Record<Match, string>> = {
  form: "read as paths in the dataset's folder",
  unicode: "matched by another Unicode form of the same letters",
  case: "matched without regard to upper and lower case",
  extension: "matched without regard to the extension",
  folder: "matched by the end of the path",
};

function nameNotes(
  listed: readonly ListedVideo[],
  located: readonly LocatedName[],
): readonly string[] {
  const places = [...located.keys()].filter((i) => located[i]!.source !== null);
  const matched = MATCHES.flatMap((match) => {
    const found = places.filter((i) => located[i]!.match === match);
    if (found.length === 0) return [];
    const { path } = located[found[0]!]!;
    const name = JSON.stringify(listed[found[0]!]!.filename);
    return `${counted(found.length, "name")} ${found.length === 1 ? "was" : "were"} ` +
      `${MATCHED[match]}; the first is ${name} for ${JSON.stringify(path)}.`;
  });
  return [...matched, ...frameNotes(located)];
}

function frameNotes(located: readonly LocatedName[]): readonly string[] {
  const lacking = located.filter(({ source, missingFrames }) =>
    source !== null && missingFrames > 0
  );
  if (lacking.length === 0) return [];
  const { path, missingFrames } = lacking[0]!;
  return [
    `${counted(lacking.length, "video")} ${lacking.length === 1 ? "lacks" : "lack"} frames that ` +
    `the labels list; the first is ${JSON.stringify(path)}, where ${missingFrames} ` +
    `${missingFrames === 1 ? "is" : "are"} missing.`,
  ];
}

function repeatNotes(repeated: readonly string[]): readonly string[] {
  if (repeated.length === 0) return [];
  const what = repeated.length === 1
    ? "1 entry of the labels repeats another and was"
    : `${repeated.length} entries of the labels repeat others and were`;
  return [`${what} left out; the first is for ${JSON.stringify(repeated[0])}.`];
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
