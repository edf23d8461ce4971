import { join } from "node:path";
import { evictOldest } from "./cache_eviction.ts";
import { type Clock, systemClock } from "../host/clock.ts";
import { sha256Hex } from "./hash.ts";

/** How a remembered hash comes about. */
export interface RememberOptions {
  /** Absolute path of the folder that holds what is remembered; made when it is missing. */
  readonly folder: string;
  /** Which hash it is, such as `sha256`: a file may have several. */
  readonly kind: string;
  /** Reads the file. */
  compute(path: string): Promise<string>;
  /** Tells how long ago a file changed; left out: the machine's clock. */
  readonly clock?: Clock;
}

/** What tells that a file is as it was: nothing changes its bytes without changing one of these. */
interface FileState {
  readonly path: string;
  readonly bytes: number;
  readonly inode: number | null;
  /** Milliseconds since 1970. */
  readonly modified: number;
  /** When anything about it last changed, which no program can set, milliseconds since 1970. */
  readonly changed: number;
}

/** Notes of a few hundred bytes on more files than anybody works with at a time. */
const MOST_BYTES = 1e6;

/** A file that changed so shortly ago may change again within the same tick of the file system's clock. */
const SETTLED_MS = 3000;

/**
 * A hash of a large file that is read again only when the file's size, times or inode say that it may have
 * changed since. A file that was changed within the last seconds is not remembered. Of a few thousand files
 * those asked for longest ago are forgotten.
 * @throws what `compute` throws, and Deno's error where the file is not there
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
    await Deno.utime(note, now, now).catch(() => {}); // it may be for reading only
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

/** When a hash of a file was last asked for, milliseconds since 1970; `null`: it is not remembered. */
export async function lastAsked(
  path: string,
  place: Pick<RememberOptions, "folder" | "kind">,
): Promise<number | null> {
  const note = await Deno.stat(notePath(path, place)).catch(() => null);
  return note?.mtime?.getTime() ?? null;
}

function notePath(path: string, { folder, kind }: Pick<RememberOptions, "folder" | "kind">) {
  return join(folder, `${sha256Hex(`${kind} ${path}`).slice(0, 32)}.json`);
}

/** `null`: the system does not tell enough. */
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

/** A note with a SHA-256 of itself: one that was damaged must not give a file another hash. */
interface SealedNote extends Note {
  readonly sha256: string;
}

function sealOf(note: Note): string {
  return sha256Hex(JSON.stringify(note));
}

/** `null`: there is none, or none that is as it was written. */
async function readNote(note: string): Promise<Note | null> {
  try {
    const { sha256, ...content } = JSON.parse(await Deno.readTextFile(note)) as SealedNote;
    return sha256 === sealOf(content) ? content : null;
  } catch {
    return null;
  }
}

/** Whole or not at all; where nothing can be written, the file is read again next time. */
async function writeNote(note: string, { folder, ...content }: Note & { folder: string }) {
  try {
    await Deno.mkdir(folder, { recursive: true });
    const temporary = await Deno.makeTempFile({ dir: folder, suffix: ".tmp" });
    const sealed: SealedNote = { ...content, sha256: sealOf(content) };
    await Deno.writeTextFile(temporary, JSON.stringify(sealed));
    await Deno.rename(temporary, note);
    await evictOldest(folder, MOST_BYTES);
  } catch {
    // see above
  }
}
