import { lstatSync, readFileSync, type Stats, statSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { type AssayError, inputError } from "../../records/errors.ts";

// Opening a named pipe waits for a writer, and a device may never end. So the type of every file that a user or a
// folder from elsewhere provides is checked before the file is opened.

/**
 * Whether there is a regular file at `path`, or a link to one.
 * @throws AssayError NOT_A_FILE (exit 3) when something else is there
 */
export async function hasRegularFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found !== null) requireFile(path, found);
  return found !== null;
}

/**
 * Reads a text file.
 * @throws AssayError NOT_A_FILE (exit 3) when it is not a regular file; the system's error when it is missing
 */
export async function readTextFile(path: string): Promise<string> {
  requireFile(path, await stat(path));
  return await readFile(path, "utf8");
}

/**
 * Reads a text file that may be missing.
 * @returns `null`: it is missing, or in a folder that is
 * @throws AssayError NOT_A_FILE (exit 3) when it is not a regular file; the system's error when it cannot be read
 */
export async function readOptionalTextFile(path: string): Promise<string | null> {
  return await hasRegularFile(path) ? await readFile(path, "utf8") : null;
}

/** Synchronous `readTextFile`. */
export function readTextFileSync(path: string): string {
  requireRegularFileSync(path);
  return readFileSync(path, "utf8");
}

/**
 * Checks that there is a regular file at `path`, or a link to one.
 * @returns what the system says of it
 * @throws AssayError NOT_A_FILE (exit 3) when something else is there; the system's error when it is missing
 */
export async function requireRegularFile(path: string): Promise<Stats> {
  const found = await stat(path);
  requireFile(path, found);
  return found;
}

/** Synchronous `requireRegularFile`. */
export function requireRegularFileSync(path: string): void {
  requireFile(path, statSync(path));
}

/**
 * Checks that a path that is about to be written is no link, so that nothing outside its folder is overwritten.
 * @throws AssayError LINK_NOT_WRITTEN or NOT_A_FILE (exit 3)
 */
export function requireOwnFileSync(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isSymbolicLink()) throw linkRefused(path, "a link");
  requireFile(path, found);
  if (found.nlink > 1) {
    throw linkRefused(path, "a hard link");
  }
}

/** Makes the error for a link where a file or folder is to be written. */
export function linkRefused(path: string, kind: string): AssayError {
  return inputError("LINK_NOT_WRITTEN", {
    what: `${path} is ${kind}, and writing to it would change its target`,
    remedy: "Replace it with a copy of its target, or remove it",
  });
}

function requireFile(path: string, found: Stats): void {
  if (found.isFile()) return;
  throw inputError("NOT_A_FILE", {
    what: `${path} is ${kindOf(found)}, not a file`,
    remedy: "Replace it with a regular file",
  });
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  if (found.isSocket()) return "a socket";
  return "a device";
}
