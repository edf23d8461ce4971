import { join } from "node:path";
import type { RunManifest } from "../records/manifest.ts";
import { counted } from "../base/text/counted.ts";
import { inputError } from "../records/errors.ts";
import { type FileJournal, readJournal } from "./journal.ts";
import type { JournalState } from "./journal_index.ts";
import { readManifest } from "./manifest.ts";
import { RUN_FILES } from "./run_files.ts";

/** A run on disk. The caller must close its journal. */
export interface StoredRun {
  /** Its warnings include those about the files. */
  readonly manifest: RunManifest;
  readonly journal: FileJournal;
}

/** Warning about a run of a version that wrote no checksums. */
export const UNPROVEN =
  "The run was made by a version of Assay that wrote no checksums, so its files cannot be verified.";

/**
 * Reads a run, finished or not, and verifies the checksums of its files.
 * @throws AssayError (exit code 3) when one does not match, with the file, the line, and what to do
 */
export function readRun(folder: string): StoredRun {
  const manifest = readManifest(folder);
  const journal = readJournal(join(folder, RUN_FILES.journal), journalState(folder, manifest));
  const warnings = [...manifest.warnings, ...fileWarnings(manifest, journal)];
  return { manifest: { ...manifest, warnings }, journal };
}

/** The expected state of a run's journal. */
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
    } has the status "complete", but no hash of the journal`,
    remedy: "Restore the file from a copy, or evaluate again into another folder",
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
      : [`The run is not complete: ${done} of ${counted(dataset.videos, "video")} have a record.`],
  ];
}
