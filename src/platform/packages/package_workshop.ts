import { join } from "node:path";
import { openLocked, tryOpenLocked } from "../files/locked_file.ts";

/** Prefix of the folders of packages that are being fetched. */
const PREFIX = ".fetching-";

/** Suffix of the lock file beside such a folder; its lock is free once the process has ended. */
const LOCK = ".lock";

/** Runs an action with a new folder in `parent`, which is removed afterwards. */
export async function inWorkshop<Result>(
  parent: string,
  action: (workshop: string) => Promise<Result>,
): Promise<Result> {
  const workshop = join(parent, `${PREFIX}${crypto.randomUUID()}`);
  using _lock = await openLocked(`${workshop}${LOCK}`);
  try {
    await Deno.mkdir(workshop);
    return await action(workshop);
  } finally {
    await remove(workshop);
    await remove(`${workshop}${LOCK}`);
  }
}

/** Removes folders that killed processes left in a folder, or in a scope in it, while fetching packages. */
export async function sweepWorkshops(packages: string): Promise<void> {
  for (const { name, isDirectory } of await entriesOf(packages)) {
    if (name.startsWith(PREFIX)) await sweep(join(packages, name));
    else if (name.startsWith("@") && isDirectory) await sweepWorkshops(join(packages, name));
  }
}

/** Removes a folder without a lock, which earlier versions of Assay left, or one whose lock is free. */
async function sweep(path: string): Promise<void> {
  const workshop = path.endsWith(LOCK) ? path.slice(0, -LOCK.length) : path;
  const hasLock = await Deno.lstat(`${workshop}${LOCK}`).then(() => true, () => false);
  using lock = await tryOpenLocked(`${workshop}${LOCK}`);
  if (hasLock && lock === null) return;
  await remove(workshop);
  await remove(`${workshop}${LOCK}`);
}

async function entriesOf(folder: string): Promise<readonly Deno.DirEntry[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder));
  } catch {
    return []; // nothing has been fetched yet
  }
}

/** Removes what is there; another process may be removing it as well. */
async function remove(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
}
