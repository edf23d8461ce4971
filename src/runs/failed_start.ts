import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AssayError } from "../records/errors.ts";
import type { VideoRecord } from "../records/run_result.ts";
import { readRun } from "./read_run.ts";
import { REPEATS_FOLDER } from "./repeats.ts";
import { CHARTS_FOLDER, RUN_FILES } from "./run_files.ts";
import { THUMBS_FOLDER } from "./thumbs.ts";
import { WORK_NOTE } from "./work_note.ts";

/**
 * Tells whether the run in a folder has records, but no result: every variant failed over every video, as with a
 * model whose card is wrong. Nothing is lost when such a run is replaced.
 */
export function hasOnlyFailures(folder: string): boolean {
  try {
    const { journal } = readRun(folder);
    try {
      const names = journal.filenames();
      return names.length > 0 && names.every((name) => failedThroughout(journal.read(name)));
    } finally {
      journal.close();
    }
  } catch (error) {
    if (error instanceof AssayError) return false;
    throw error;
  }
}

function failedThroughout({ variants }: VideoRecord): boolean {
  return variants.every(({ status }) => status === "failed");
}

/** Removes what a run wrote, except its journal, from its folder. */
export function removeResults(folder: string): void {
  const files = Object.values(RUN_FILES).filter((name) => name !== RUN_FILES.journal);
  for (const name of [...files, WORK_NOTE, CHARTS_FOLDER, THUMBS_FOLDER, REPEATS_FOLDER]) {
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Removes a run that failed before its first record, and its folder unless it holds something else. Otherwise
 * `--resume` would find it in place of an older run.
 */
export function removeFailedStart(folder: string): void {
  removeResults(folder);
  rmSync(join(folder, RUN_FILES.journal), { force: true });
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
