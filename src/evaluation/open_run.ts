import { usageError } from "../records/errors.ts";
import type { RunManifest } from "../records/manifest.ts";
import { requireOwnEntries } from "../runs/own_entries.ts";
import { readManifest } from "../runs/manifest.ts";
import { latestUnfinishedRun, newRunFolder } from "../runs/run_folder.ts";
import { FOLDERS } from "./folders.ts";
import type { RunOptions } from "./run_options.ts";

/** A run folder that can be written, and the manifest it starts from. */
export interface OpenedRun {
  /** Absolute path. */
  readonly folder: string;
  readonly manifest: RunManifest;
}

/**
 * Makes the folder of a new run, or opens the one to resume.
 * @param fresh the manifest that a new run of this evaluation would have
 * @throws AssayError (exit code 2) when the folder cannot be written, there is no run to resume, or the run was
 * started under other settings
 */
export function openRun(fresh: RunManifest, target: RunOptions["target"]): OpenedRun {
  if (target.kind === "new") {
    const { runId, path } = newRunFolder(FOLDERS.reports, target.folder);
    return { folder: path, manifest: { ...fresh, runId } };
  }
  const folder = target.folder ?? latestUnfinishedRun(FOLDERS.reports);
  if (folder === null) {
    throw usageError("NOTHING_TO_RESUME", {
      what: "there is no unfinished run under reports/",
      remedy: "Start one, or name its folder with --resume DIR",
    });
  }
  requireOwnEntries(folder);
  const before = readManifest(folder);
  requireSame(before, fresh);
  return { folder, manifest: resumedManifest(before, fresh) };
}

/** The manifest of a run that is resumed: what was recorded so far, and one more resumption. */
function resumedManifest(before: RunManifest, fresh: RunManifest): RunManifest {
  const { startedAt, setUpMs, modelLoadingMs, endToEndMs, resumes } = before.times;
  const { cacheHits, decoders } = before;
  const repeats = fresh.repeats ?? before.repeats;
  return {
    ...fresh,
    runId: before.runId,
    ...(cacheHits && { cacheHits }),
    ...(decoders && { decoders }),
    ...(repeats !== undefined && { repeats }),
    times: {
      startedAt,
      endedAt: null,
      setUpMs,
      modelLoadingMs,
      endToEndMs,
      resumes: resumes + 1,
    },
  };
}

/** What must be equal for a run to be resumed, in words and in the manifest. */
const RESUMED_FACTS: readonly (readonly [string, (manifest: RunManifest) => unknown])[] = [
  ["variants", ({ variants }) => variants],
  ["dataset", ({ dataset }) => ({ ...dataset, digest: null })],
  ["models", ({ models }) => models],
  ["provider", ({ execution }) => execution.used],
  ["threads", ({ execution }) => execution.threadsPerSession],
  ["timing", ({ execution }) => execution.timing],
  ["code and tools", ({ versions }) => versions],
];

function requireSame(before: RunManifest, now: RunManifest): void {
  for (const [name, factOf] of RESUMED_FACTS) {
    if (JSON.stringify(factOf(before)) === JSON.stringify(factOf(now))) continue;
    throw usageError("RESUME_DIFFERS", {
      what: `the run was started with different ${name}`,
      remedy: "Give the flags and config it was started with, or start a new run",
    });
  }
}
