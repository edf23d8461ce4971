import { basename, dirname } from "node:path";
import { AssayError } from "../records/errors.ts";
import { type LayoutMatch, matchingLayouts } from "./recognise_layout.ts";
import type { DatasetTree } from "./tree/dataset_tree.ts";
import { folderTree } from "./tree/folder_tree.ts";
import { isLabelName } from "./tree/label_names.ts";
import { pathIn } from "./tree/path_in.ts";
import { subTree } from "./tree/sub_tree.ts";

/** How many levels are looked at below a folder, and above it. */
const DEEPEST = 4, HIGHEST = 5;

/** How many folders and files are looked at, at most. */
const MOST_FOLDERS = 300, MOST_FILES = 20;

/** Files that are no labels, though they look like them. */
const OTHER_FILES = ["card.json", "built.json", "package.json", "deno.json"];

/** A folder that some layout recognises. */
export interface LabelledFolder extends LayoutMatch {
  /** Path in the tree; above it: absolute. */
  readonly folder: string;
}

/** What looks like labels in a tree. */
export interface FoundLabels {
  readonly folders: readonly LabelledFolder[];
  /** Paths of files that may be labels, in the tree, outside of these folders. */
  readonly files: readonly string[];
  /** The same, inside of these folders. */
  readonly filesInside: readonly string[];
}

/** Looks for labels in a tree's folders, a few levels deep. What is inside a recognised folder is not looked at. */
export async function labelsBelow(tree: DatasetTree): Promise<FoundLabels> {
  const folders: LabelledFolder[] = [];
  const files = [...await labelFiles(tree, "")], filesInside: string[] = [];
  let level = await foldersIn(tree, "");
  let seen = 0;
  for (let depth = 1; depth <= DEEPEST && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (seen++ >= MOST_FOLDERS) return cut({ folders, files, filesInside });
      const matches = await matchesIn(subTree(tree, folder));
      for (const match of matches) folders.push({ ...match, folder });
      const found = matches.length > 0 ? filesInside : files;
      for (const file of await labelFiles(tree, folder)) found.push(file);
      const inner = matches.length === 0 ? await foldersIn(tree, folder) : [];
      for (const one of inner) next.push(one);
    }
    level = next;
  }
  return cut({ folders, files, filesInside });
}

function cut({ folders, files, filesInside }: FoundLabels): FoundLabels {
  return {
    folders,
    files: files.slice(0, MOST_FILES),
    filesInside: filesInside.slice(0, MOST_FILES),
  };
}

/** The layouts that recognise a tree; none where something in it cannot be read. */
async function matchesIn(tree: DatasetTree): Promise<readonly LayoutMatch[]> {
  return await matchingLayouts(tree).catch(orNone);
}

/** What cannot be read holds no labels. */
function orNone(error: unknown): readonly never[] {
  if (error instanceof AssayError) return [];
  throw error;
}

/**
 * Looks for labels in the folders that a folder lies in, but above the next one not in folders of the system such as
 * `/tmp`. Their paths are absolute.
 */
export async function labelsAbove(place: string): Promise<FoundLabels> {
  const folders: LabelledFolder[] = [], files: string[] = [];
  let folder = dirname(place);
  for (let height = 1; height <= HIGHEST && folder !== "/"; height++) {
    if (height > 1 && dirname(folder) === "/") break;
    const tree = await folderTree(folder, { followLinks: false });
    const matches = await matchesIn(tree);
    for (const match of matches) folders.push({ ...match, folder: tree.place });
    if (height === 1) {
      for (const name of await labelFiles(tree, "")) files.push(`${tree.place}/${name}`);
    }
    folder = dirname(folder);
  }
  return cut({ folders, files, filesInside: [] });
}

async function foldersIn(tree: DatasetTree, folder: string): Promise<readonly string[]> {
  const entries = await tree.entries(folder).catch(orNone);
  return entries.filter(({ kind }) => kind === "folder").map(({ name }) => pathIn(folder, name));
}

async function labelFiles(tree: DatasetTree, folder: string): Promise<readonly string[]> {
  const entries = await tree.entries(folder).catch(orNone);
  return entries.filter(({ name, kind }) => kind === "file" && mayBeLabels(name))
    .map(({ name }) => pathIn(folder, name));
}

function mayBeLabels(name: string): boolean {
  return isLabelName(name) && !OTHER_FILES.includes(basename(name));
}
