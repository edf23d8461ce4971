import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { RunManifest } from "../records/manifest.ts";
import { readManifest } from "./manifest.ts";
import { readRun } from "./read_run.ts";
import { RUN_FILES } from "./run_files.ts";

/** Folder in a run's folder with the repeats of its baseline, which are runs named 1, 2, …. */
export const REPEATS_FOLDER = "repeats";

/** Scores of a repeat: P(fake) by filename. */
export type RepeatScores = ReadonlyMap<string, number>;

/** Folder of a run's repeat. @param number from 1 */
export function repeatFolder(run: string, number: number): string {
  return join(run, REPEATS_FOLDER, String(number));
}

/** Tells whether a repeat is complete. */
export function repeatIsComplete(folder: string): boolean {
  return existsSync(join(folder, RUN_FILES.manifest)) && readManifest(folder).status === "complete";
}

/** Tells whether all requested repeats of a run are complete. */
export function hasAllRepeats(run: string, { repeats = 0 }: Pick<RunManifest, "repeats">): boolean {
  const numbers = Array.from({ length: repeats }, (_, i) => i + 1);
  return numbers.every((number) => repeatIsComplete(repeatFolder(run, number)));
}

/**
 * Reads the scores of every complete repeat of a run, by number.
 * @throws AssayError (exit code 3) when one cannot be read
 */
export function readRepeats(run: string): readonly RepeatScores[] {
  const folder = join(run, REPEATS_FOLDER);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^[1-9]\d*$/.test(name))
    .sort((a, b) => Number(a) - Number(b))
    .map((name) => join(folder, name))
    .filter(repeatIsComplete)
    .map(scoresOf);
}

/** Scores of a repeat, whose only variant is the one that the run compares with. */
function scoresOf(folder: string): RepeatScores {
  const { manifest: { compareWith }, journal } = readRun(folder);
  try {
    return new Map(
      journal.filenames().flatMap((filename) => {
        const verdict = journal.read(filename).variants.find(({ variant }) =>
          variant === compareWith
        );
        return verdict ? [[filename, verdict.probability] as const] : [];
      }),
    );
  } finally {
    journal.close();
  }
}
