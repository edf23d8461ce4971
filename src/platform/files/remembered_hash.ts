import { join } from "node:path";
import { evictOldest } from "./cache_eviction.ts";
import { type Clock, systemClock } from "../host/clock.ts";
import { sha256Hex } from "./hash.ts";
import { readTextFile } from "./regular_file.ts";

/** How a remembered hash is computed and stored. */
export interface RememberOptions {
  /** Absolute path of the folder that holds the hashes; created when it is missing. */
  readonly folder: string;
  /** Kind of hash, such as `sha256`: a file may have several. */
  readonly kind: string;
  /** Reads the file and computes the hash. */
  compute(path: string): Promise<string>;
  /** Default: the machine's clock. */
  readonly clock?: Clock;
}

/** File state that changes whenever the file's bytes change. */
interface FileState {
  readonly path: string;
  readonly bytes: number;
  readonly inode: number | null;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** Time of the last change of the inode (ctime), which programs cannot set, milliseconds since 1970. */
  readonly changed: number;
}

/** Limit of the folder: a few hundred bytes for each of several thousand files. */
const MAX_BYTES = 1e6;

/** A file modified this recently may change again within one tick of the file system's clock. */
const SETTLED_MS = 3000;

/**
 * Returns the hash of a large file, and reads the file only if its size, times or inode have changed since. A
 * file that was modified within the last seconds is not remembered. Beyond a few thousand files, the least
 * recently used hashes are removed.
 * @throws what `compute` throws, and Deno's error when the file is missing
 */
export async function rememberedHash(
  path: string,
  { folder, kind, compute, clock = systemClock }: RememberOptions,
): Promise<string> {
  const before = await stateOf(path);
  if (before === null) return await compute(path);
  const note = notePath(path, { folder, kind });
  const known = await readNote(note);
  if (known !== null && isSame(known.state, before)) {
    const now = new Date(clock.time());
    await Deno.utime(note, now, now).catch(() => {}); // the folder may be read-only
    return known.hash;
  }
  const hash = await compute(path);
  const after = await stateOf(path);
  const isSettled = clock.time() - Math.max(before.modified, before.changed) > SETTLED_MS;
  if (isSettled && after !== null && isSame(before, after)) {
    await writeNote(note, { folder, state: before, hash });
  }
  return hash;
}

/** Returns when a hash of a file was last requested, milliseconds since 1970; `null`: it is not remembered. */
export async function readLastUse(
  path: string,
  place: Pick<RememberOptions, "folder" | "kind">,
): Promise<number | null> {
  const note = await Deno.stat(notePath(path, place)).catch(() => null);
  return note?.mtime?.getTime() ?? null;
}

function notePath(path: string, { folder, kind }: Pick<RememberOptions, "folder" | "kind">) {
  return join(folder, `${sha256Hex(`${kind} ${path}`).slice(0, 32)}.json`);
}

/** Reads the state of a file; `null`: the system does not provide enough. */
async function stateOf(path: string): Promise<FileState | null> {
  const { size, mtime, ctime, ino } = await Deno.stat(path);
  if (mtime === null || ctime === null) return null;
  return { path, bytes: size, inode: ino, modified: mtime.getTime(), changed: ctime.getTime() };
}

function isSame(a: FileState, b: FileState): boolean {
  return a.path === b.path && a.bytes === b.bytes && a.inode === b.inode &&
    a.modified === b.modified && a.changed === b.changed;
}

interface Note {
  readonly state: FileState;
  readonly hash: string;
}

/** A note with its own SHA-256, so that a damaged note cannot give a file a wrong hash. */
interface SealedNote extends Note {
  readonly sha256: string;
}

function sealOf(note: Note): string {
  return sha256Hex(JSON.stringify(note));
}

/** Reads a note; `null`: it is missing or damaged. */
async function readNote(note: string): Promise<Note | null> {
  try {
    const { sha256, ...content } = JSON.parse(await readTextFile(note)) as SealedNote;
    return sha256 === sealOf(content) ? content : null;
  } catch {
    return null;
  }
}

/** Writes a hash atomically; where nothing can be written, the file is read again next time. */
async function writeNote(note: string, { folder, ...content }: Note & { folder: string }) {
  try {
    await Deno.mkdir(folder, { recursive: true });
    const temporary = await Deno.makeTempFile({ dir: folder, suffix: ".tmp" });
    const sealed: SealedNote = { ...content, sha256: sealOf(content) };
    await Deno.writeTextFile(temporary, JSON.stringify(sealed));
    await Deno.rename(temporary, note);
    await evictOldest(folder, MAX_BYTES);
  } catch {
    // A read-only folder: see above.
  }
}
