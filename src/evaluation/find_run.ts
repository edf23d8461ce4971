import { existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ComparableRun } from "../records/comparable_run.ts";
import { type AssayError, inputError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import { type Baseline, baselineNames, baselinePath, readBaseline } from "../runs/baseline.ts";
import { readComparableRun } from "../runs/comparable_run.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import { FOLDERS } from "./folders.ts";

/** Absolute path of a run's folder, or of a baseline's file. */
export type RunPlace =
  | { readonly kind: "run"; readonly folder: string }
  | { readonly kind: "baseline"; readonly file: string };

/** Folders of runs and of baselines. */
export interface RunFolders {
  readonly reports: string;
  readonly baselines: string;
}

/**
 * Finds the run that a user named: a folder, a baseline's file, a run id under reports/, or the name of a
 * baseline.
 * @throws AssayError RUN_NOT_FOUND (exit code 3)
 */
export function locateRun(name: string, { reports, baselines }: RunFolders): RunPlace {
  const path = resolve(name);
  if (isRun(path)) return { kind: "run", folder: path };
  if (isFile(path)) return { kind: "baseline", file: path };
  const run = join(reports, name);
  if (isRun(run)) return { kind: "run", folder: run };
  const baseline = baselinePath(baselines, name);
  if (isFile(baseline)) return { kind: "baseline", file: baseline };
  throw notFound(name, { reports, baselines });
}

/**
 * Reads the run or baseline that a user named.
 * @throws AssayError (exit code 3) when it does not exist, is damaged or is not finished
 */
export function findRun(name: string): ComparableRun {
  return readPlace(locateRun(name, FOLDERS));
}

/**
 * Reads a baseline by its name or file.
 * @throws AssayError (exit code 3) when it does not exist or is damaged
 */
export function findBaseline(
  nameOrFile: string,
  { baselines }: Pick<RunFolders, "baselines"> = FOLDERS,
): Baseline {
  return readBaseline(baselinePath(baselines, nameOrFile));
}

/** Reads a run or baseline. @throws AssayError (exit code 3) when it is damaged or not finished */
export function readPlace(place: RunPlace): ComparableRun {
  return place.kind === "run" ? readComparableRun(place.folder) : readBaseline(place.file).run;
}

function isRun(folder: string): boolean {
  return existsSync(join(folder, RUN_FILES.manifest));
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function notFound(name: string, { reports, baselines }: RunFolders): AssayError {
  const runs = entriesOf(reports).filter((entry) => isRun(join(reports, entry)));
  const nearest = nearestName(name, [...baselineNames(baselines), ...runs]);
  return inputError("RUN_NOT_FOUND", {
    what: `"${name}" is not a run or a baseline`,
    remedy: nearest
      ? `Did you mean "${nearest}"?`
      : "Give the folder of a run, its id under reports/, or the name or file of a baseline",
  });
}

function entriesOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
