import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunManifest } from "../../src/records/manifest.ts";
import type { VideoRecord } from "../../src/records/run_result.ts";
import { sha256Hex } from "../../src/platform/files/hash.ts";
import { journalLine } from "../../src/runs/journal_line.ts";
import { readManifest, writeManifest } from "../../src/runs/manifest.ts";
import { RUN_FILES } from "../../src/runs/run_files.ts";
import type { FakeRun } from "./fake_run.ts";

/** Writes a run's manifest and journal into a folder, which is made, with what proves them. */
export function writeRun(folder: string, { manifest, records }: FakeRun): void {
  mkdirSync(folder, { recursive: true });
  const journal = journalBytes(records);
  writeFileSync(join(folder, RUN_FILES.journal), journal);
  const proof = { lines: records.length, sha256: sha256Hex(journal) };
  const complete = manifest.status === "complete" ? proof : null;
  writeManifest(folder, { ...manifest, proof: { ...manifest.proof!, journal: complete } });
}

/** Writes a run as a version without checksums did. */
export function writeUnprovenRun(folder: string, { manifest, records }: FakeRun): void {
  mkdirSync(folder, { recursive: true });
  const { proof: _, ...old } = manifest;
  writeManifest(folder, { ...old, schemaVersion: 1 });
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(join(folder, RUN_FILES.journal), lines.join(""));
}

/** The lines of a journal. */
export function journalBytes(records: readonly VideoRecord[]): Uint8Array {
  return new Uint8Array(records.flatMap((record) => [...journalLine(record)]));
}

/** Writes a run's manifest again with something changed, as the run itself would. */
export function changeManifest(folder: string, change: Partial<RunManifest>): void {
  writeManifest(folder, { ...readManifest(folder), ...change });
}
