import type { DatasetTree } from "./dataset_tree.ts";

/** Names of the folders in a folder. */
export async function folderNames(tree: DatasetTree, folder = ""): Promise<readonly string[]> {
  return (await tree.entries(folder)).flatMap(({ name, kind }) => kind === "folder" ? [name] : []);
}

/** Names of the files in a folder. */
export async function fileNames(tree: DatasetTree, folder = ""): Promise<readonly string[]> {
  return (await tree.entries(folder)).flatMap(({ name, kind }) => kind === "file" ? [name] : []);
}

/** Whether there is a file at a path. */
export async function hasFile(tree: DatasetTree, path: string): Promise<boolean> {
  return await kindAt(tree, path) === "file";
}

/** Whether there is anything at a path, of whatever kind. */
export async function hasEntry(tree: DatasetTree, path: string): Promise<boolean> {
  return await kindAt(tree, path) !== null;
}

async function kindAt(tree: DatasetTree, path: string) {
  const slash = path.lastIndexOf("/");
  const entries = await tree.entries(slash === -1 ? "" : path.slice(0, slash));
  return entries.find(({ name }) => name === path.slice(slash + 1))?.kind ?? null;
}
