import { mkdir, readdir, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, systemClock } from "../host/clock.ts";

/** Age after which an unfinished file counts as abandoned by its process, milliseconds. */
const STALE_DRAFT_MS = 3_600_000;

/** Share of the limit that eviction leaves, so that the next file does not trigger it again. */
const KEPT_SHARE = 0.9;

/** Default limits of a cache: bytes, and share of the free disk space. */
const MAX_BYTES = 4e9;
const MAX_SHARE_OF_FREE_DISK = 0.1;

export interface EvictionOptions {
  /**
   * Ending of the entries' names; other files stay, apart from abandoned drafts. Default: every file is an
   * entry.
   */
  readonly suffix?: string;
  /** Entries used within this many milliseconds are kept, however full the folder is. Default: 0. */
  readonly spareMs?: number;
  /** Time of last use of an entry, milliseconds since 1970; `null` or left out: its modification time. */
  lastUse?(path: string): Promise<number | null>;
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined;
}

interface Aged {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly used: number;
}

/**
 * Returns the default limit of a cache in a folder, bytes: 4 GB or a tenth of the free disk space, whichever is
 * less.
 */
export async function computeCacheLimit(folder: string): Promise<number> {
  try {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    return Math.min(MAX_BYTES, MAX_SHARE_OF_FREE_DISK * bavail * bsize);
  } catch {
    return MAX_BYTES; // a disk that cannot be read shows at the first entry
  }
}

/**
 * Removes the least recently used files of a folder until at most `limit` bytes are left, and abandoned drafts.
 * The modification time is the time of use: a process that uses a file updates it. Several processes may evict
 * at once; a file that is removed while it is open can still be read to its end.
 */
export async function evictOldest(
  folder: string,
  limit: number,
  options: EvictionOptions = {},
): Promise<void> {
  const { spareMs = 0, clock = systemClock } = options;
  const files = await filesOf(folder, options);
  const now = clock.time();
  const isStale = ({ path, used }: Aged) => isDraft(path) && now - used > STALE_DRAFT_MS;
  let total = files.reduce((sum, { size }) => sum + size, 0);
  const kept = total > limit ? KEPT_SHARE * limit : limit;
  for (const file of files.toSorted((a, b) => a.used - b.used)) {
    if (total <= kept && !isStale(file)) continue;
    // Checked again, since another process may just have used the file.
    if (now - (await readAge(file.path, options) ?? file).used < spareMs) continue;
    await rm(file.path, { force: true }).catch(() => {});
    total -= file.size;
  }
}

async function filesOf(folder: string, options: EvictionOptions): Promise<readonly Aged[]> {
  const { suffix = "" } = options;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: Aged[] = [];
  for (const entry of entries) {
    if (!entry.isFile() || !(entry.name.endsWith(suffix) || isDraft(entry.name))) continue;
    const file = await readAge(join(entry.parentPath, entry.name), options);
    if (file) files.push(file);
  }
  return files;
}

/** Returns the age and size of a file; `null`: another process has removed it. */
async function readAge(path: string, { lastUse }: EvictionOptions): Promise<Aged | null> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) return null;
  const used = await lastUse?.(path) ?? 0;
  return { path, size: facts.size, used: Math.max(facts.mtimeMs, used) };
}

function isDraft(path: string): boolean {
  return path.endsWith(".tmp");
}
