import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, relative } from "node:path";

/** Contents of a folder, read once. */
interface FolderContent {
  /** Names of regular files. */
  readonly files: ReadonlySet<string>;
  /** Names of all entries, normalised as by a file system that ignores case and Unicode composition. */
  readonly alike: ReadonlySet<string>;
  /** Whether the folder, with all links resolved, is in the dataset's folder or is that folder. */
  readonly inside: boolean;
}

/**
 * Makes a function that checks whether a path, with all links resolved, is a regular file in the dataset's folder or
 * below it. Each folder is read once, since labels may list millions of missing files.
 * @param folder of the dataset; paths begin with it
 */
export async function filesInside(folder: string): Promise<(path: string) => Promise<boolean>> {
  const root = await realpath(folder);
  const known = new Map<string, Promise<FolderContent | null>>();
  return async (path) => {
    const parent = dirname(path), name = basename(path);
    let content = known.get(parent);
    if (content === undefined) known.set(parent, content = contentOf(root, parent));
    const found = await content;
    if (found?.files.has(name)) return found.inside;
    if (found !== null && !found.alike.has(spelling(name))) return false;
    return await isFileInside(root, path); // a link, another spelling, or a folder that cannot be listed
  };
}

/** Reads a folder. @returns `null` when it cannot be listed */
async function contentOf(root: string, folder: string): Promise<FolderContent | null> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return {
      files: new Set(entries.flatMap((entry) => entry.isFile() ? [entry.name] : [])),
      alike: new Set(entries.map(({ name }) => spelling(name))),
      inside: isInside(root, await realpath(folder)),
    };
  } catch {
    return null;
  }
}

function spelling(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

async function isFileInside(root: string, path: string): Promise<boolean> {
  const real = await realpath(path).catch(() => null);
  if (real === null || !isInside(root, real)) return false;
  return await stat(real).then((found) => found.isFile(), () => false);
}

function isInside(root: string, real: string): boolean {
  const way = relative(root, real);
  return way !== ".." && !way.startsWith("../");
}
