import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { linkRefused } from "../platform/files/regular_file.ts";
import { REPEATS_FOLDER } from "./repeats.ts";
import { CHARTS_FOLDER, RUN_FILES } from "./run_files.ts";
import { THUMBS_FOLDER } from "./thumbs.ts";

/**
 * Checks that no file that Assay is about to write in a run's folder is a link: through links, a folder from elsewhere
 * could make Assay overwrite files outside it. The folder itself may be a link.
 * @throws AssayError LINK_NOT_WRITTEN (exit code 3)
 */
export function requireOwnEntries(folder: string): void {
  const names = [...Object.values(RUN_FILES), CHARTS_FOLDER, THUMBS_FOLDER, REPEATS_FOLDER];
  for (const name of names) requireNoLink(join(folder, name));
  for (const name of namesIn(join(folder, REPEATS_FOLDER))) {
    requireNoLink(join(folder, REPEATS_FOLDER, name));
  }
}

function requireNoLink(path: string): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isSymbolicLink()) throw linkRefused(path, "a link");
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // missing, or not a folder: writing into it reports that
  }
}
