import { join } from "node:path";
import type { RunSummary } from "../domain/summary.ts";
import { htmlReport } from "../reporting/html_report.ts";
import { markdownReport } from "../reporting/markdown_report.ts";
import { summaryCsv } from "../reporting/summary_csv.ts";
import { summaryJson } from "../reporting/summary_json.ts";
import { writeAtomically } from "../runs/atomic_writer.ts";
import { readJournal } from "../runs/journal.ts";
import { readManifest } from "../runs/manifest.ts";
import { readRepeats } from "../runs/repeats.ts";
import { RUN_FILES } from "../runs/run_files.ts";
import { writeTables } from "../runs/tables.ts";
import { summarise } from "./summarise.ts";

/**
 * Writes every table and report of a run folder from its manifest and journal, replacing those that are
 * there. Each file appears whole or not at all.
 * @returns what the reports say, for the terminal
 * @throws AssayError when the run cannot be read (exit code 3) or the folder not written (4)
 */
export function writeReports(folder: string): RunSummary {
  const manifest = readManifest(folder);
  const journal = readJournal(join(folder, RUN_FILES.journal));
  try {
    writeTables(folder, { manifest, journal });
    const summary = summarise(manifest, journal, { repeats: readRepeats(folder) });
    const write = (name: string, chunks: Iterable<string>) =>
      writeAtomically(join(folder, name), chunks);
    write(RUN_FILES.summaryJson, summaryJson(summary));
    write(RUN_FILES.summaryCsv, summaryCsv(summary));
    write(RUN_FILES.markdown, markdownReport(summary));
    write(RUN_FILES.html, htmlReport(summary));
    return summary;
  } finally {
    journal.close();
  }
}
