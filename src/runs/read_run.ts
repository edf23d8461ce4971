import { join } from "node:path";
import type { RunManifest } from "../records/manifest.ts";
import { counted } from "../base/text/counted.ts";
import { inputError } from "../records/errors.ts";
import { type FileJournal, readJournal } from "./journal.ts";
import type { JournalState } from "./journal_index.ts";
import { readManifest } from "./manifest.ts";
import { RUN_FILES } from "./run_files.ts";

/** A run on disk. Its journal has to be closed. */
export interface StoredRun {
  /** With warnings about the files among its warnings. */
  readonly manifest: RunManifest;
  readonly journal: FileJournal;
}

/** What is said of a run of a version that wrote no checksums. */
export const UNPROVEN =
  "The run was made by a version of Assay that wrote no checksums: that its files are as they were written cannot be " +
  "proven.";

/**
 * Reads a run, finished or not, and proves that its files are as they were written.
 * @throws AssayError (exit code 3) when they are not, with the file, the line, and what to do
 */
export function readRun(folder: string): StoredRun {
  const manifest = readManifest(folder);
  const journal = readJournal(join(folder, RUN_FILES.journal), journalState(folder, manifest));
  const warnings = [...manifest.warnings, ...fileWarnings(manifest, journal)];
  return { manifest: { ...manifest, warnings }, journal };
}

/** What the journal of a run has to be. */
export function journalState(
  folder: string,
  { schemaVersion, status, proof }: Pick<RunManifest, "schemaVersion" | "status" | "proof">,
): JournalState {
  if (schemaVersion === 1) return { kind: "unproven" };
  if (status !== "complete") return { kind: "growing" };
  if (proof?.journal) return { kind: "complete", proof: proof.journal };
  throw inputError("MANIFEST_CHANGED", {
    what: `${
      join(folder, RUN_FILES.manifest)
    } says that the run is complete, and nothing of its journal`,
    remedy: "Bring the file back from a copy, or evaluate again into another folder",
  });
}

function fileWarnings(
  { schemaVersion, status, dataset }: RunManifest,
  journal: FileJournal,
): readonly string[] {
  const done = journal.filenames().length;
  return [
    ...schemaVersion === 1 ? [UNPROVEN] : [],
    ...status === "complete"
      ? []
      : [`The run is not complete: ${done} of ${counted(dataset.videos, "video")} are in it.`],
  ];
}
