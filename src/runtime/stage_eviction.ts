import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";

/** A draft that nothing was added to for so long has lost its process, milliseconds. */
const STALE_DRAFT_MS = 3_600_000;

/** How full the folder is left, so that not every new file makes it too full again. */
const KEPT_SHARE = 0.9;

interface Aged {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly used: number;
}

/**
 * Removes the files of a folder that were used longest ago until at most `limit` bytes are left, and drafts
 * that were left behind. The time of change is the time of use: who uses a file sets it. Several processes may
 * do so at once; a file that is removed while it is open can be read to its end.
 */
export async function evictOldest(folder: string, limit: number): Promise<void> {
  const files = await filesOf(folder);
  const now = Date.now();
  const isStale = ({ path, used }: Aged) => path.endsWith(".tmp") && now - used > STALE_DRAFT_MS;
  let total = files.reduce((sum, { size }) => sum + size, 0);
  const kept = total > limit ? KEPT_SHARE * limit : limit;
  for (const file of files.toSorted((a, b) => a.used - b.used)) {
    if (total <= kept && !isStale(file)) continue;
    await rm(file.path, { force: true }).catch(() => {});
    total -= file.size;
  }
}

async function filesOf(folder: string): Promise<readonly Aged[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: Aged[] = [];
  for (const entry of entries) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const facts = await stat(path).catch(() => null); // another process may have been quicker
    if (facts) files.push({ path, size: facts.size, used: facts.mtimeMs });
  }
  return files;
}
