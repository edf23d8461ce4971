import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { AssayError, usageError } from "../records/errors.ts";
import { hasOnlyFailures } from "./failed_start.ts";
import { requireOwnEntries } from "./own_entries.ts";
import { readManifest } from "./manifest.ts";
import { hasAllRepeats } from "./repeats.ts";
import { RUN_FILES } from "./run_files.ts";
import { makeWritableFolder } from "./writable_folder.ts";

/** Place of a run. */
export interface RunFolder {
  readonly runId: string;
  /** Absolute path. */
  readonly path: string;
}

/**
 * Makes a run id: UTC time and four random hex digits, such as `2026-03-01T09-30-00Z-7f3a`. Ids sort by time.
 */
export function newRunId(now: Date): string {
  const time = now.toISOString().slice(0, 19).replaceAll(":", "-");
  return `${time}Z-${crypto.randomUUID().slice(0, 4)}`;
}

/**
 * Makes the folder of a new run: `out`, else one named by its id under `reportsFolder`. Checks that it is writable,
 * before any video is opened. A folder whose run failed before its first record, or over every video, can be used again.
 * @throws AssayError (exit code 2) when it cannot be written or already holds a run; LINK_NOT_WRITTEN (exit code 3)
 */
export function newRunFolder(reportsFolder: string, out: string | null): RunFolder {
  const runId = newRunId(new Date());
  const path = resolve(out ?? join(reportsFolder, runId));
  makeWritableFolder(path, "--out");
  requireOwnEntries(path);
  requireNoRun(path);
  return { runId, path };
}

/** Checks that a folder holds no run with a result. @throws AssayError OUT_HOLDS_A_RUN (exit code 2) */
export function requireNoRun(folder: string): void {
  const hasManifest = existsSync(join(folder, RUN_FILES.manifest));
  const journal = statSync(join(folder, RUN_FILES.journal), { throwIfNoEntry: false });
  const hasRecords = journal !== undefined && (journal.size > 0 || !journal.isFile());
  if (!hasRecords && (!hasManifest || isUnfinished(folder))) return;
  if (hasRecords && hasManifest && hasOnlyFailures(folder)) return;
  throw usageError("OUT_HOLDS_A_RUN", {
    what: hasManifest
      ? `${folder} already holds a run`
      : `${folder} holds the ${RUN_FILES.journal} of a run, but no ${RUN_FILES.manifest}`,
    remedy: hasManifest
      ? "Choose another folder, or continue that run with --resume DIR"
      : `Choose another folder, or restore its ${RUN_FILES.manifest} and continue with --resume DIR`,
  });
}

function isUnfinished(folder: string): boolean {
  return ifReadable(() => readManifest(folder).status !== "complete") ?? false;
}

/** The result of reading a manifest; `null`: it cannot be read. */
function ifReadable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof AssayError) return null;
    throw error;
  }
}

/** The folder of the newest run under `reportsFolder` that is not complete, repeats and reports included; `null`: none.
 */
export function latestUnfinishedRun(reportsFolder: string): string | null {
  if (!existsSync(reportsFolder)) return null;
  const unfinished = readdirSync(reportsFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(reportsFolder, entry.name))
    .flatMap((folder) => startOfUnfinished(folder) ?? []);
  const newest = unfinished.toSorted((a, b) =>
    b.startedAt.localeCompare(a.startedAt) || basename(b.folder).localeCompare(basename(a.folder))
  );
  return newest[0]?.folder ?? null;
}

/** Start of the unfinished run in a folder; `null`: it is finished, or not a run, such as reports/baselines. */
function startOfUnfinished(folder: string): { folder: string; startedAt: string } | null {
  return ifReadable(() => {
    const manifest = readManifest(folder);
    const complete = manifest.imported !== undefined ||
      manifest.status === "complete" && hasAllRepeats(folder, manifest) &&
        existsSync(join(folder, RUN_FILES.html));
    return complete ? null : { folder, startedAt: manifest.times.startedAt };
  });
}
