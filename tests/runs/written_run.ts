import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeManifest } from "../../src/runs/manifest.ts";
import { RUN_FILES } from "../../src/runs/run_files.ts";
import type { FakeRun } from "./fake_run.ts";

/** Writes a run's manifest and journal into a folder, which is made. */
export function writeRun(folder: string, { manifest, records }: FakeRun): void {
  mkdirSync(folder, { recursive: true });
  writeManifest(folder, manifest);
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(join(folder, RUN_FILES.journal), lines.join(""));
}
