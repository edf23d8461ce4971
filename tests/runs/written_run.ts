import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunManifest } from "../../src/records/manifest.ts";
import type { VideoRecord } from "../../src/records/run_result.ts";
import { sha256Hex } from "../../src/platform/files/hash.ts";
import { journalLine } from "../../src/runs/journal_line.ts";
import { readManifest, writeManifest } from "../../src/runs/manifest.ts";
import { readRun } from "../../src/runs/read_run.ts";
import { selectionProof } from "../../src/runs/selection_proof.ts";
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

/** Makes a complete run one that was killed after some lines of its journal, with a piece of the next behind them. */
export function unfinishRun(folder: string, lines: number): void {
  const { manifest, journal } = readRun(folder);
  const videos = journal.filenames().map((name) => journal.read(name));
  journal.close();
  const path = join(folder, RUN_FILES.journal);
  const all = readFileSync(path, "utf8").split("\n");
  writeFileSync(path, `${all.slice(0, lines).join("\n")}\n${all[lines]?.slice(0, 200) ?? ""}`);
  const { retryable: _, ...rest } = manifest;
  const chosen = selectionProof(videos.map(({ filename: id, ...facts }) => ({ id, ...facts })));
  const proof = { ...manifest.proof!, ...chosen, journal: null };
  writeManifest(folder, { ...rest, status: "running", proof });
}

/** Writes the records of a complete run again, in their order, with something changed. */
export function changeRecords(folder: string, change: (record: VideoRecord) => VideoRecord): void {
  const { manifest, journal } = readRun(folder);
  const records = journal.filenames().map((name) => change(journal.read(name)));
  journal.close();
  writeRun(folder, { manifest, records });
}

/** Writes a run's manifest again with something changed, as the run itself would. */
export function changeManifest(folder: string, change: Partial<RunManifest>): void {
  writeManifest(folder, { ...readManifest(folder), ...change });
}
