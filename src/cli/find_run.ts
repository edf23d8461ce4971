import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ComparableRun } from "../domain/comparable_run.ts";
import { type AssayError, inputError } from "../domain/errors.ts";
import { nearestName } from "../domain/nearest_name.ts";
import { readComparableRun } from "../runs/comparable_run.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import { FOLDERS } from "./folders.ts";

/** Where a run lies. Absolute path. */
export type RunPlace = { readonly kind: "run"; readonly folder: string };

/**
 * Where a run is that a user named: a folder, or a run id under reports/.
 * @param reports the folder of runs
 * @throws AssayError RUN_NOT_FOUND (exit code 3)
 */
export function locateRun(name: string, { reports }: { readonly reports: string }): RunPlace {
  const path = resolve(name);
  if (isRun(path)) return { kind: "run", folder: path };
  const run = join(reports, name);
  if (isRun(run)) return { kind: "run", folder: run };
  throw notFound(name, reports);
}

/**
 * The run or baseline that a user named, ready to be compared.
 * @throws AssayError (exit code 3) when there is none, or it is damaged or not finished
 */
export function findRun(name: string): ComparableRun {
  return readPlace(locateRun(name, FOLDERS));
}

/** @throws AssayError (exit code 3) when it is damaged or not finished */
export function readPlace(place: RunPlace): ComparableRun {
  return readComparableRun(place.folder);
}

function isRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILES.manifest));
}

function notFound(name: string, reports: string): AssayError {
  const runs = entriesOf(reports).filter((entry) => isRun(join(reports, entry)));
  const nearest = nearestName(name, runs);
  return inputError("RUN_NOT_FOUND", {
    what: `"${name}" is neither the folder of a run nor a run under reports/`,
    remedy: nearest ? `Did you mean "${nearest}"?` : "Name the folder of a run, as eval prints it",
  });
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
