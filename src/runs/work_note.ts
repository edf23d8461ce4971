import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeAtomically } from "../platform/files/atomic_writer.ts";

/** File of a run folder that exists only while the run is in progress or after its process died. */
export const WORK_NOTE = "in_progress.json";

/** Videos that were in progress when a run's process died. */
export interface InterruptedWork {
  /** The video that ran alone because the process had died over it before; `null`: none. */
  readonly alone: string | null;
  /** Videos that ran together, and those that were still to be run alone. */
  readonly together: readonly string[];
}

const NOTHING: InterruptedWork = { alone: null, together: [] };

/** Reads the note; empty if the file is missing or damaged, since it only saves time. */
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

/**
 * Writes the note of the videos in progress. It has to outlive the process, not a power failure: it is written for
 * every video.
 * @throws AssayError FILE_NOT_WRITTEN (exit 4)
 */
export function writeWorkNote(folder: string, work: InterruptedWork): void {
  writeAtomically(join(folder, WORK_NOTE), [`${JSON.stringify(work)}\n`], { durable: false });
}

/** Removes the note when the run ends without a crash. */
export function removeWorkNote(folder: string): void {
  rmSync(join(folder, WORK_NOTE), { force: true });
}
