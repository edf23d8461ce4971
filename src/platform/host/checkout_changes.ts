import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files that can change results; other files of the checkout may differ from the commit without effect. */
const FOLDER = "src/";
const FILES = ["deno.json", "deno.lock", "main.ts"];

/** An entry of git's index. */
interface IndexEntry {
  readonly path: string;
  readonly size: number;
  /** Whole milliseconds since 1970. */
  readonly modified: number;
  /** SHA-1 of the blob in git, hex. */
  readonly blob: string;
}

/**
 * Tells whether code was edited since it was added to git's index: the files of `src/`, `deno.json`,
 * `deno.lock` and `main.ts`, new ones included. Changes that are added but not committed are not detected. Does
 * not run git.
 * @param git the repository's `.git` folder
 * @returns `false` also where there is no readable index
 */
export function hasEditedCode(root: string, git: string): boolean {
  const entries = indexEntries(join(git, "index"));
  if (entries === null) return false;
  const tracked = new Map(
    entries.filter(({ path }) => path.startsWith(FOLDER) || FILES.includes(path))
      .map((entry) => [entry.path, entry]),
  );
  if (filesUnder(root, FOLDER).some((path) => !tracked.has(path))) return true;
  return tracked.values().some((entry) => isEdited(root, entry));
}

function filesUnder(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, "/").length));
}

/** Compares a file with its entry; reads it only if its size or time differs from the index. */
function isEdited(root: string, { path, size, modified, blob }: IndexEntry): boolean {
  const file = join(root, path);
  try {
    const now = lstatSync(file);
    if (now.size !== size) return true;
    if (Math.floor(now.mtimeMs) === modified) return false;
    return createHash("sha1").update(`blob ${size}\0`).update(readFileSync(file)).digest("hex") !==
      blob;
  } catch {
    return true; // it was removed
  }
}

/**
 * Parses a git index. Source: git's documentation, "gitformat-index", versions 2 and 3.
 * @returns `null` when there is no index of these versions
 */
function indexEntries(path: string): readonly IndexEntry[] | null {
  const bytes = readIfThere(path);
  if (bytes === null || bytes.length < 12 || text(bytes.subarray(0, 4)) !== "DIRC") return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (![2, 3].includes(view.getUint32(4))) return null;
  const entries: IndexEntry[] = [];
  for (let at = 12; entries.length < view.getUint32(8);) {
    const isLong = (view.getUint16(at + 60) & 0x4000) !== 0;
    const name = at + (isLong ? 64 : 62);
    const end = bytes.indexOf(0, name);
    entries.push({
      path: text(bytes.subarray(name, end)),
      size: view.getUint32(at + 36),
      modified: view.getUint32(at + 8) * 1000 + Math.floor(view.getUint32(at + 12) / 1e6),
      blob: bytes.subarray(at + 40, at + 60).toHex(),
    });
    at += (end - at + 8) & ~7; // one to eight zero bytes follow the name
  }
  return entries;
}

function readIfThere(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
