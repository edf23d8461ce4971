import { lstatSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Clock, systemClock } from "../platform/host/clock.ts";

/** How files and folders are called while they are written. */
const UNFINISHED = /(?:^|\.)[0-9a-f]{8}\.tmp$|^\..+\.tmp$/;

/** The folders of a run that files are written into. */
const FOLDERS = [".", "charts", "thumbs"];

/** What was not written to for so long has lost its process, milliseconds. */
export const STALE_MS = 3_600_000;

/**
 * Removes what killed processes left half written in a run's folder.
 * @param options `olderThan`: what changed less long ago stays, milliseconds; 0 for who has the run's journal locked,
 * since only reports may be written to it then
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
