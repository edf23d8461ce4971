import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../platform/files/atomic_writer.ts";

/** File of a run folder, there only while the run is at work or after its process died. */
export const WORK_NOTE = "in_progress.json";

/** Videos that a run was at work on when its process died. */
export interface InterruptedWork {
  /** The only video in work, because the process had died over it before; `null`: there was none. */
  readonly alone: string | null;
  /** Videos in work together, and those that were still to be run alone. */
  readonly together: readonly string[];
}

const NOTHING: InterruptedWork = { alone: null, together: [] };

/** Reads what the run was at work on; nothing where the file is missing or damaged, since it saves work and no more. */
export function readWorkNote(folder: string): InterruptedWork {
  try {
    const value: unknown = JSON.parse(readFileSync(join(folder, WORK_NOTE), "utf8"));
    return isInterruptedWork(value) ? value : NOTHING;
  } catch {
    return NOTHING;
  }
}

function isInterruptedWork(value: unknown): value is InterruptedWork {
  if (typeof value !== "object" || value === null) return false;
  const { alone, together } = value as { readonly [key: string]: unknown };
  return (alone === null || typeof alone === "string") && Array.isArray(together) &&
    together.every((name) => typeof name === "string");
}

/** Puts on disk what a run is at work on. @throws AssayError FILE_NOT_WRITTEN (exit 4) */
export function writeWorkNote(folder: string, work: InterruptedWork): void {
  writeAtomically(join(folder, WORK_NOTE), [`${JSON.stringify(work)}\n`]);
}

/** Removes the note: the process ends in good order. */
export function removeWorkNote(folder: string): void {
  rmSync(join(folder, WORK_NOTE), { force: true });
}
