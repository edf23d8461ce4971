import { readdir, realpath, stat } from "node:fs/promises";
import { basename, dirname, relative } from "node:path";

/** What a folder holds, read once. */
interface FolderContent {
  /** Names of regular files. */
  readonly files: ReadonlySet<string>;
  /** Names of everything in it, in the spelling that a file system may take for the same. */
  readonly alike: ReadonlySet<string>;
  /** Whether the folder, with all links resolved, is the dataset's or below it. */
  readonly inside: boolean;
}

/**
 * Makes a function that tells whether a path, with all links resolved, is a regular file in the dataset's folder or
 * below it. Each folder is read once: labels may list millions of files that are not there.
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

/** @returns `null` when it cannot be listed */
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
