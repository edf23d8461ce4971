import { mkdir, readdir, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { type Clock, systemClock } from "../host/clock.ts";

/** A draft that nothing was added to for so long has lost its process, milliseconds. */
const STALE_DRAFT_MS = 3_600_000;

/** How full the folder is left, so that not every new file makes it too full again. */
const KEPT_SHARE = 0.9;

/** A cache takes at most so many bytes, and at most so much of what is free on its disk. */
const MOST_BYTES = 4e9;
const MOST_OF_FREE_DISK = 0.1;

export interface EvictionOptions {
  /** How the names of entries end; other files stay, apart from drafts. Left out: every file is one. */
  readonly suffix?: string;
  /** What was used within so many milliseconds stays, however full the folder is; left out: 0. */
  readonly spareMs?: number;
  /** When an entry was last used, milliseconds since 1970, where its time of change does not tell. */
  lastUse?(path: string): Promise<number | null>;
  /** Tells how old a file is; left out: the machine's clock. */
  readonly clock?: Clock | undefined;
}

interface Aged {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly used: number;
}

/** The bytes that a cache in a folder may take: 4 GB or a tenth of the free disk, what is less. */
export async function usualLimit(folder: string): Promise<number> {
  try {
    await mkdir(folder, { recursive: true });
    const { bavail, bsize } = await statfs(folder);
    return Math.min(MOST_BYTES, MOST_OF_FREE_DISK * bavail * bsize);
  } catch {
    return MOST_BYTES; // whatever is wrong shows at the first entry
  }
}

/**
 * Removes the files of a folder that were used longest ago until at most `limit` bytes are left, and drafts
 * that were left behind. The time of change is the time of use: who uses a file sets it. Several processes may
 * do so at once; a file that is removed while it is open can be read to its end.
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
    // Asked again, since another process may just have begun to use it.
    if (now - (await aged(file.path, options) ?? file).used < spareMs) continue;
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
    const file = await aged(join(entry.parentPath, entry.name), options);
    if (file) files.push(file);
  }
  return files;
}

/** `null`: another process was quicker, and it is gone. */
async function aged(path: string, { lastUse }: EvictionOptions): Promise<Aged | null> {
  const facts = await stat(path).catch(() => null);
  if (facts === null) return null;
  const used = await lastUse?.(path) ?? 0;
  return { path, size: facts.size, used: Math.max(facts.mtimeMs, used) };
}

function isDraft(path: string): boolean {
  return path.endsWith(".tmp");
}
