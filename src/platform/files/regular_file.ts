import { lstatSync, readFileSync, type Stats, statSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { type AssayError, inputError } from "../../records/errors.ts";

// Opening a named pipe waits until something writes into it, and a device may never end. So every file that a user,
// or a folder from elsewhere, may have put in place is looked at before it is opened.

/**
 * Tells whether there is a regular file at `path`, or a link to one.
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

/** The same as `readTextFile`, at once. */
export function readTextFileSync(path: string): string {
  requireRegularFileSync(path);
  return readFileSync(path, "utf8");
}

/**
 * Checks that there is a regular file at `path`, or a link to one.
 * @throws AssayError NOT_A_FILE (exit 3) when something else is there; the system's error when it is missing
 */
export async function requireRegularFile(path: string): Promise<void> {
  requireFile(path, await stat(path));
}

/** The same as `requireRegularFile`, at once. */
export function requireRegularFileSync(path: string): void {
  requireFile(path, statSync(path));
}

/**
 * Checks a path that is about to be written: what is there, if anything, is not a link to another place, so that
 * nothing outside its folder is overwritten.
 * @throws AssayError LINK_NOT_WRITTEN or NOT_A_FILE (exit 3)
 */
export function requireOwnFileSync(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (found.isSymbolicLink()) throw linkRefused(path, "a link");
  requireFile(path, found);
  if (found.nlink > 1) {
    throw linkRefused(path, "a hard link to a file that has another name as well");
  }
}

/** Makes the error for a link in the place of a file or folder that is to be written. */
export function linkRefused(path: string, kind: string): AssayError {
  return inputError("LINK_NOT_WRITTEN", {
    what: `${path} is ${kind}, and writing it would change what it leads to`,
    remedy: "Put a copy of what it leads to in its place, or remove it",
  });
}

function requireFile(path: string, found: Stats): void {
  if (found.isFile()) return;
  throw inputError("NOT_A_FILE", {
    what: `${path} is ${kindOf(found)}, not a file`,
    remedy: "Put a regular file in its place",
  });
}

function kindOf(found: Stats): string {
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  if (found.isSocket()) return "a socket";
  return "a device";
}
