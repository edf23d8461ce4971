import { truncateSync } from "node:fs";
import { join } from "node:path";
import { unlessAborted } from "../platform/host/interrupt.ts";
import type { Terminal } from "../platform/host/terminal.ts";
import type { RunManifest } from "../records/manifest.ts";
import type { Dataset } from "../records/video.ts";
import { removeResults } from "../runs/failed_start.ts";
import { type OpenJournal, resumeJournal } from "../runs/journal.ts";
import { removeLeftovers } from "../runs/leftovers.ts";
import { writeManifest } from "../runs/manifest.ts";
import { requireOwnEntries } from "../runs/own_entries.ts";
import { journalState } from "../runs/read_run.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import { newRunFolder, requireNoRun } from "../runs/run_folder.ts";
import { readStartedRun } from "./started_run.ts";
import { FOLDERS } from "./folders.ts";
import type { RunOptions } from "./run_options.ts";
import { requireSameConditions } from "./same_conditions.ts";
import { requireSameVideos } from "./same_videos.ts";

/** A run folder whose manifest has the status "running". */
export interface OpenedRun {
  /** Absolute path. */
  readonly folder: string;
  readonly manifest: RunManifest;
  /** Locked for this process until it is closed. */
  readonly journal: OpenJournal;
  /** Videos that have a record and are to be tried again. */
  readonly again: ReadonlySet<string>;
}

export interface OpenOptions {
  readonly target: RunOptions["target"];
  readonly dataset: Dataset;
  readonly terminal: Terminal;
  /** Ends the hashing of finished videos. */
  readonly signal: AbortSignal;
}

/**
 * Makes the folder of a new run, or opens the one to resume. A folder is first claimed by its journal, which is locked
 * and still empty; then the manifest is written atomically.
 * @param fresh the manifest that a new run of this evaluation would have
 * @throws AssayError (exit code 2) when the folder cannot be written or the run was started under other settings;
 * (exit code 3) when the run to resume is damaged
 */
export async function openRun(fresh: RunManifest, options: OpenOptions): Promise<OpenedRun> {
  const { target } = options;
  return target.kind === "new"
    ? openNewRun(fresh, target.folder)
    : await reopenRun(fresh, { ...options, folder: target.folder });
}

function openNewRun(fresh: RunManifest, out: string | null): OpenedRun {
  const { runId, path: folder } = newRunFolder(FOLDERS.reports, out);
  const journal = emptyJournal(folder);
  try {
    requireNoRun(folder); // another process may have claimed it first
    removeLeftovers(folder, { olderThan: 0 });
    const manifest = { ...fresh, runId };
    writeManifest(folder, manifest);
    return { folder, manifest, journal, again: new Set() };
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** Opens the journal of a new run. If a run that failed over every video was there, its files go. */
function emptyJournal(folder: string): OpenJournal {
  const path = join(folder, RUN_FILES.journal);
  const journal = resumeJournal(path);
  if (journal.filenames().length === 0) return journal;
  try {
    requireNoRun(folder); // locked by now, so that no other process adds to it
    removeResults(folder);
    truncateSync(path);
  } finally {
    journal.close();
  }
  return resumeJournal(path);
}

async function reopenRun(
  fresh: RunManifest,
  { folder, dataset, terminal, signal }: OpenOptions & { readonly folder: string },
): Promise<OpenedRun> {
  requireOwnEntries(folder);
  const before = readStartedRun(folder);
  requireSameConditions(before, fresh);
  const journal = resumeJournal(join(folder, RUN_FILES.journal), journalState(folder, before));
  try {
    const finished = { journal, manifest: before, terminal };
    const again = await unlessAborted(signal, requireSameVideos(dataset.videos, finished));
    removeLeftovers(folder, { olderThan: 0 });
    const manifest = resumedManifest(before, fresh);
    writeManifest(folder, manifest);
    return { folder, manifest, journal, again };
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** The manifest of a run that is resumed: what was recorded so far, and one more resumption. */
function resumedManifest(before: RunManifest, fresh: RunManifest): RunManifest {
  const { startedAt, setUpMs, modelLoadingMs, endToEndMs, resumes } = before.times;
  const { runId, command, config, cacheHits, decoders } = before;
  const repeats = fresh.repeats ?? before.repeats;
  return {
    ...fresh,
    ...{ runId, command, config },
    execution: { ...fresh.execution, asked: before.execution.asked },
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
