import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Clock, systemClock } from "../platform/host/clock.ts";

/** Names of files and folders while they are being written. */
const UNFINISHED = /(?:^|\.)[0-9a-f]{8}\.tmp$|^\..+\.tmp$/;

/** The folders of a run in which files are written. */
const FOLDERS = [".", "charts", "thumbs"];

/** Age at which an unfinished file counts as abandoned, milliseconds. */
export const STALE_MS = 3_600_000;

/**
 * Removes unfinished files that killed processes left in a run's folder.
 * @param options `olderThan`: files that changed more recently stay, milliseconds; 0 when the caller has locked the
 * run's journal, so that no other process evaluates into the folder
 */
export function removeLeftovers(
  run: string,
  { olderThan, clock = systemClock }: { readonly olderThan: number; readonly clock?: Clock },
): void {
  const until = clock.time() - olderThan;
  for (const place of FOLDERS.map((folder) => join(run, folder))) {
    for (const name of namesIn(place).filter((name) => UNFINISHED.test(name))) {
      const path = join(place, name);
      const changed = lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
      if (olderThan === 0 || changed < until) rmSync(path, { recursive: true, force: true });
    }
  }
}

function namesIn(place: string): readonly string[] {
  try {
    return readdirSync(place);
  } catch {
    return [];
  }
}
