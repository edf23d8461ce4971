import { existsSync, readdirSync } from "node:fs";
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
 * before any video is opened.
 * @throws AssayError (exit code 2) when it cannot be written or already holds a run; LINK_NOT_WRITTEN (exit code 3)
 */
export function newRunFolder(reportsFolder: string, out: string | null): RunFolder {
  const runId = newRunId(new Date());
  const path = resolve(out ?? join(reportsFolder, runId));
  makeWritableFolder(path, "--out");
  requireOwnEntries(path);
  if ([RUN_FILES.manifest, RUN_FILES.journal].some((name) => existsSync(join(path, name)))) {
    throw usageError("OUT_HOLDS_A_RUN", {
      what: `${path} already holds a run`,
      remedy: "Choose another folder, or resume that run: --resume DIR",
    });
  }
  return { runId, path };
}

/** The folder of the newest run under `reportsFolder` that is not complete, repeats included; `null`: none. */
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

function startOfUnfinished(folder: string): { folder: string; startedAt: string } | null {
  try {
    const manifest = readManifest(folder);
    const complete = manifest.status === "complete" && hasAllRepeats(folder, manifest);
    return complete ? null : { folder, startedAt: manifest.times.startedAt };
  } catch (error) {
    // Not a run, such as reports/baselines.
    if (error instanceof AssayError) return null;
    throw error;
  }
}
