import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { AssayError, usageError } from "../records/errors.ts";
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
 * before any video is opened. A run that got no record before it failed is none: its
 * folder can be used again.
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

/**
 * @throws AssayError OUT_HOLDS_A_RUN (exit code 2) */
export function requireNoRun(folder: string): void {
  const hasManifest = existsSync(join(folder, RUN_FILES.manifest));
  const journal = statSync(join(folder, RUN_FILES.journal), { throwIfNoEntry: false });
  const hasRecords = journal !== undefined && (journal.size > 0 || !journal.isFile());
  if (!hasRecords && (!hasManifest || isUnfinished(folder))) return;
  throw usageError("OUT_HOLDS_A_RUN", {
    what: hasManifest
      ? `${folder} holds a run already`
      : `${folder} holds the ${RUN_FILES.journal} of a run, and no ${RUN_FILES.manifest}`,
    remedy: hasManifest
      ? "Choose another folder, or go on with that run: --resume DIR"
      : `Choose another folder, or bring its ${RUN_FILES.manifest} back and go on with --resume DIR`,
  });
}

function isUnfinished(folder: string): boolean {
  return ifReadable(() => readManifest(folder).status !== "complete") ?? false;
}

/** What reading a manifest comes to; `null`: it cannot be read. */
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

/** A folder that is not a run, such as reports/baselines, is none of our business here. */
function startOfUnfinished(folder: string): { folder: string; startedAt: string } | null {
  return ifReadable(() => {
    const manifest = readManifest(folder);
    const complete = manifest.status === "complete" && hasAllRepeats(folder, manifest) &&
      existsSync(join(folder, RUN_FILES.html));
    return complete ? null : { folder, startedAt: manifest.times.startedAt };
  });
}
