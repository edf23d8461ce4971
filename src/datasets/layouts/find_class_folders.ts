import type { Label } from "../../records/video.ts";
import { isVideoName } from "../tree/clip_names.ts";
import type { DatasetTree } from "../tree/dataset_tree.ts";
import { pathIn } from "../tree/path_in.ts";
import { fileNames, folderNames } from "../tree/walk_tree.ts";
import { classOf, isMethodName, isSplitName } from "./class_words.ts";

/** A folder whose videos are of one class and one split. */
export interface ClassFolder {
  readonly path: string;
  readonly label: Label;
  readonly split: string | null;
  /** The method that the folder is named for; `null`: none. */
  readonly method: string | null;
}

/** Folders of classes in a tree. */
export interface ClassFolders {
  readonly folders: readonly ClassFolder[];
  /** Paths of folders beside them that name no class. */
  readonly others: readonly string[];
  /** Whether a video of one class shares its name with the video of the other that it was made from. */
  readonly isPaired: boolean;
  /** Whether they may be taken for classes without being asked. */
  readonly isCertain: boolean;
}

/** What macOS adds to archives beside the folder that was packed. */
const MAC_FOLDER = "__MACOSX";

/** How many folders that are alone in theirs are looked through. */
const MOST_WRAPPERS = 3;

/**
 * Looks for folders of classes: at the top, in folders of splits, or with folders of splits in them; all of it may lie
 * in folders that are alone in theirs.
 */
export async function findClassFolders(tree: DatasetTree): Promise<ClassFolders | null> {
  let folder = "";
  for (let depth = 0; depth <= MOST_WRAPPERS; depth++) {
    const names = (await folderNames(tree, folder)).filter((name) => name !== MAC_FOLDER);
    const found = await pairedFolders(tree, { folder, names }) ??
      await classesIn(tree, { folder, names }) ?? await classesInSplits(tree, { folder, names });
    if (found !== null) return found;
    if (names.length !== 1) return null;
    folder = pathIn(folder, names[0]!);
  }
  return null;
}

interface FolderNames {
  readonly folder: string;
  readonly names: readonly string[];
}

async function classesIn(
  tree: DatasetTree,
  { folder, names }: FolderNames,
): Promise<ClassFolders | null> {
  const classes = names.filter((name) => classOf(name) !== null);
  if (classes.length === 0) return null;
  const methods = names.filter(isMethodName);
  const isByMethod = methods.some((name) => classOf(name) === null);
  const folders: ClassFolder[] = [];
  for (const name of new Set([...classes, ...methods])) {
    const label = classOf(name)?.label ?? "FAKE";
    const method = isByMethod && methods.includes(name) ? name : null;
    const found = await splitsOf(tree, { path: pathIn(folder, name), label, method });
    for (const one of found) folders.push(one);
  }
  const others = names.filter((name) => !classes.includes(name) && !methods.includes(name));
  const hasBoth = new Set(folders.map(({ label }) => label)).size === 2;
  // A folder of FaceForensics++ alone is a part of something else.
  const isAlone = names.every((name) => classOf(name)?.isPlain && !isMethodName(name)) &&
    !(await fileNames(tree, folder)).some(isVideoName);
  return {
    folders,
    others: others.map((name) => pathIn(folder, name)),
    isPaired: false,
    isCertain: hasBoth || isAlone,
  };
}

async function classesInSplits(
  tree: DatasetTree,
  { folder, names }: FolderNames,
): Promise<ClassFolders | null> {
  const found: ClassFolders[] = [];
  for (const split of names.filter(isSplitName)) {
    const path = pathIn(folder, split);
    const inside = await classesIn(tree, { folder: path, names: await folderNames(tree, path) });
    if (inside === null) continue;
    found.push({ ...inside, folders: inside.folders.map((one) => ({ ...one, split })) });
  }
  if (found.length === 0) return null;
  const others = names.filter((name) => !isSplitName(name)).map((name) => pathIn(folder, name));
  return {
    folders: found.flatMap(({ folders }) => folders),
    others: [...others, ...found.flatMap((one) => one.others)],
    isPaired: false,
    isCertain: found.some(({ isCertain }) => isCertain),
  };
}

/** The arrangement of FFIW: `source` and `target`, each with folders of splits, and equal names in both. */
async function pairedFolders(
  tree: DatasetTree,
  { folder, names }: FolderNames,
): Promise<ClassFolders | null> {
  const [source, target] = ["source", "target"].map((word) =>
    names.find((name) => name.toLowerCase() === word)
  );
  if (source === undefined || target === undefined) return null;
  const folders = [
    ...await splitsOf(tree, { path: pathIn(folder, source), label: "REAL", method: null }),
    ...await splitsOf(tree, { path: pathIn(folder, target), label: "FAKE", method: null }),
  ];
  if (folders.some(({ split }) => split === null)) return null;
  const others = names.filter((name) => name !== source && name !== target);
  return {
    folders,
    others: others.map((name) => pathIn(folder, name)),
    isPaired: true,
    isCertain: true,
  };
}

/** The folders of splits in a class's folder, or itself when it has other folders or none. */
async function splitsOf(
  tree: DatasetTree,
  { path, ...facts }: Omit<ClassFolder, "split">,
): Promise<readonly ClassFolder[]> {
  const names = await folderNames(tree, path);
  if (names.length === 0 || !names.every(isSplitName)) return [{ path, ...facts, split: null }];
  return names.map((split) => ({ path: pathIn(path, split), ...facts, split }));
}
