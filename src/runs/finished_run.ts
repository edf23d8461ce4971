import { inputError } from "../records/errors.ts";
import { readManifest } from "./manifest.ts";
import { readRun, type StoredRun } from "./read_run.ts";
import { resumeCommand } from "./resume_command.ts";

/**
 * Reads a run whose every video has a record.
 * @throws AssayError (exit code 3) when it is not a run, not finished, or damaged
 */
export function readFinishedRun(folder: string): StoredRun {
  const { status, command } = readManifest(folder);
  if (status !== "complete") {
    throw inputError("RUN_UNFINISHED", {
      what: `the run in ${folder} is not finished: its status is "${status}"`,
      remedy: `Run ${resumeCommand(folder, command)} to finish it`,
    });
  }
  return readRun(folder);
}
