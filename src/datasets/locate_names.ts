import { realpath } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { inputError } from "../records/errors.ts";
import type { ClipSource } from "../records/video.ts";
import { findFrames } from "./find_frames.ts";
import type { ListedVideo } from "./layouts/contract.ts";
import { type Match, NameIndex } from "./name_index.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";
import { listClips } from "./tree/list_clips.ts";
import { plainName } from "./tree/plain_name.ts";

/** Where a listed video is. */
export interface LocatedName {
  /** The real path in the tree; where nothing is found, the listed name as a path in it. */
  readonly path: string;
  /** `null`: it is not there. */
  readonly source: ClipSource | null;
  /** How its listed name was matched with the path; `null`: they are the same. */
  readonly match: Match | null;
  /** Frames that its list names and that are not there. */
  readonly missingFrames: number;
  /** Paths that fit the name equally well, so that none was taken; left out: not several do. */
  readonly fits?: readonly string[];
}

/**
 * Finds what each listed video is read from: by its name as it is, else as a path in the folder by its text, else by the
 * one video that fits and that no other name is given to. The whole tree is looked through only when names are left.
 * @param isRooted whether the user said where the paths begin: then an absolute one of another machine is the longest
 * end of it that is there
 * @throws AssayError DATASET_NAME_OUTSIDE (exit 3)
 */
export async function locateNames(
  tree: DatasetTree,
  listed: readonly ListedVideo[],
  { isRooted }: { readonly isRooted: boolean },
): Promise<readonly LocatedName[]> {
  const places = await placesOf(tree);
  const lists = new Map<string, readonly string[]>();
  const located: LocatedName[] = [];
  for (const video of listed) {
    located.push(await locateOne(video, { tree, places, lists, isRooted }));
  }
  return await locateOthers(located, { tree, listed });
}

async function locateOne(
  { filename, frames }: ListedVideo,
  { tree, places, lists, isRooted }: {
    readonly tree: DatasetTree;
    readonly places: readonly string[];
    readonly isRooted: boolean;
    readonly lists: Map<string, readonly string[]>;
  },
): Promise<LocatedName> {
  const isExact = isInside(filename);
  const path = isExact && plainName(filename) === filename ? filename : null;
  if (frames !== undefined) {
    const { source, missing } = await findFrames(frames, { tree, lists });
    const plain = path ?? requireInside(filename, places);
    return { path: plain, source, match: null, missingFrames: missing };
  }
  const exact = isExact ? await tree.clip(filename) : null;
  if (exact !== null || path !== null) {
    return { path: filename, source: exact, match: null, missingFrames: 0 };
  }
  const plain = (isRooted ? await endInTree(filename, tree) : null) ??
    requireInside(filename, places);
  return { path: plain, source: await tree.clip(plain), match: "form", missingFrames: 0 };
}

/** The longest end of an absolute path that is there, else all of it; `null`: it is not absolute, or leads out. */
async function endInTree(filename: string, tree: DatasetTree): Promise<string | null> {
  const plain = plainName(filename);
  if (!isAbsolute(plain)) return null;
  const parts = plain.split("/").slice(1);
  if (!isInside(parts.join("/"))) return null;
  for (let from = 0; from < parts.length; from++) {
    const end = parts.slice(from).join("/");
    if (await tree.clip(end) !== null) return end;
  }
  return parts.join("/");
}

/** Finds the videos that are not there under their listed names. */
async function locateOthers(
  located: readonly LocatedName[],
  { tree, listed }: { readonly tree: DatasetTree; readonly listed: readonly ListedVideo[] },
): Promise<readonly LocatedName[]> {
  const isLost = ({ source }: LocatedName, i: number) =>
    source === null && listed[i]!.frames === undefined;
  if (!located.some(isLost)) return located;
  const taken = new Set(located.flatMap(({ path, source }) => source === null ? [] : [path]));
  const index = new NameIndex((await listClips(tree)).filter((path) => !taken.has(path)));
  const own = `${basename(tree.place)}/`;
  const found: LocatedName[] = [];
  for (const [i, one] of located.entries()) {
    const match = isLost(one, i) ? findIn(index, { name: one.path, own }) : null;
    const source = match === null ? null : await tree.clip(match.path);
    const fits = match === null && isLost(one, i) ? index.several(one.path) : [];
    if (match === null || source === null) found.push(fits.length === 0 ? one : { ...one, fits });
    else found.push({ ...one, ...match, source });
  }
  return found;
}

/** @param own the folder's own name, which a name may begin with */
function findIn(index: NameIndex, { name, own }: { readonly name: string; readonly own: string }) {
  const found = index.find(name);
  if (found !== null || !name.startsWith(own)) return found;
  const below = index.find(name.slice(own.length));
  return below === null ? null : { ...below, match: "folder" as const };
}

/**
 * Makes the function that writes a listed picture's name as a path in the tree: by its text alone, or, where the user
 * said where paths begin, by the end of its folder that is there. Each folder is looked for once.
 */
export async function picturePaths(
  tree: DatasetTree,
  { names, isRooted }: { readonly names: readonly string[]; readonly isRooted: boolean },
): Promise<(filename: string) => string> {
  const places = await placesOf(tree);
  const pathOf = (filename: string) => below(places, plainName(filename));
  const ends = new Map<string, string>();
  for (const path of isRooted ? names.map(pathOf).filter(isAbsolute) : []) {
    if (ends.has(dirname(path))) continue;
    ends.set(dirname(path), dirname(await endInTree(path, tree) ?? path));
  }
  return (filename) => {
    const path = pathOf(filename);
    const end = ends.get(dirname(path));
    return end === undefined ? path : plainName(`${end}/${basename(path)}`);
  };
}

async function placesOf({ place }: DatasetTree): Promise<readonly string[]> {
  return [place, await realpath(place).catch(() => place)];
}

function below(places: readonly string[], plain: string): string {
  const place = places.find((place) => plain.startsWith(`${place}/`));
  return place === undefined ? plain : plain.slice(place.length + 1);
}

/** Writes a listed name as a path in the folder. */
function requireInside(filename: string, places: readonly string[]): string {
  const plain = plainName(filename);
  const path = below(places, plain);
  if (isInside(path)) return path;
  throw inputError("DATASET_NAME_OUTSIDE", {
    what: `the labels list ${JSON.stringify(filename)}, which is not a path inside the dataset`,
    remedy: "Write paths relative to the dataset's folder, without .." +
      (isAbsolute(plain)
        ? "; or give the file of labels with --dataset, and with --root the folder of its videos, in which " +
          "paths of another machine are found by their ends"
        : ""),
  });
}

/** Whether a path stays inside the folder by its text alone. */
function isInside(path: string): boolean {
  return path !== "" && !path.includes("\0") && !isAbsolute(path) &&
    !/(^|\/)\.\.(\/|$)/.test(path);
}

function isAbsolute(path: string): boolean {
  return /^(\/|[A-Za-z]:[\\/])/.test(path);
}
