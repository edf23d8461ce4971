import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";

/** How files and folders are called while they are written. */
const UNFINISHED = /(?:^|\.)[0-9a-f]{8}\.tmp$|^\..+\.tmp$/;

/** The folders of a run that files are written into. */
const FOLDERS = [".", "charts", "thumbs"];

/**
 * Removes what killed processes left half written in a run's folder. Only for who has the run's journal locked.
 */
export function removeLeftovers(run: string): void {
  for (const place of FOLDERS.map((folder) => join(run, folder))) {
    for (const name of namesIn(place)) {
      if (UNFINISHED.test(name)) rmSync(join(place, name), { recursive: true, force: true });
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
