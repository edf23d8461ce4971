import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunManifest } from "../records/manifest.ts";
import type { RunSummary } from "../records/summary.ts";
import { FILE_LOOK, PAGE_LOOK } from "./charts/chart_look.ts";
import { firstChoice } from "./sections/first_choice.ts";
import { htmlReport } from "./html/html_report.ts";
import { markdownReport } from "./markdown/markdown_report.ts";
import { drawnCharts, reportCharts } from "./charts/report_charts.ts";
import { shownPlaces } from "./sections/shown_variants.ts";
import { summaryCsv } from "./tables/summary_csv.ts";
import { summaryJson } from "./tables/summary_json.ts";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import { takeSignals } from "../platform/host/interrupt.ts";
import type { FileJournal, Journal } from "../runs/journal.ts";
import { removeLeftovers, STALE_MS } from "../runs/leftovers.ts";
import { requireOwnEntries } from "../runs/own_entries.ts";
import { readRun } from "../runs/read_run.ts";
import { readRepeats } from "../runs/repeats.ts";
import { readColumns, type RunColumns } from "../runs/run_columns.ts";
import { CHARTS_FOLDER, RUN_FILES } from "../runs/run_files.ts";
import { writeTables } from "../runs/tables.ts";
import { readThumbs } from "../runs/thumbs.ts";
import { callWorker } from "../platform/workers/worker_call.ts";
import { reportDetails } from "../analysis/summary/report_details.ts";
import { summarise } from "../analysis/summary/summarise.ts";
import type { TablesTask } from "../runs/tables_worker.ts";

/** Variants times videos from which a second thread pays off. */
const LARGE = 50_000;

/**
 * Writes every table and report of a run folder from its manifest and journal, replacing older ones. Each
 * file is written atomically.
 * @param options `signal`: stops it between two steps
 * @returns the summary, for the terminal
 * @throws AssayError when the run cannot be read (exit code 3) or the folder not written (4); the signal's reason when
 * it is aborted
 */
export async function writeReports(
  folder: string,
  { signal = new AbortController().signal }: { readonly signal?: AbortSignal } = {},
): Promise<RunSummary> {
  requireOwnEntries(folder);
  const { manifest, journal } = readRun(folder);
  removeLeftovers(folder, { olderThan: STALE_MS });
  try {
    await takeSignals(signal);
    const tables = tablesOf(folder, { manifest, journal, signal });
    tables.catch(() => {}); // awaited below, unless something else fails first
    await takeSignals(signal);
    const columns = readColumns(manifest, journal);
    await takeSignals(signal);
    const summary = summarise(manifest, journal, { columns, repeats: readRepeats(folder) });
    await writeSummary(folder, { summary, journal, columns, signal });
    await tables;
    return summary;
  } finally {
    journal.close();
  }
}

/** Writes the tables; for a large run in a thread of its own, since they take as long as the summary. */
async function tablesOf(
  folder: string,
  { manifest, journal, signal }: {
    readonly manifest: RunManifest;
    readonly journal: FileJournal;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const verdicts = manifest.variants.length * journal.filenames().length;
  if (verdicts < LARGE) return writeTables(folder, { manifest, journal });
  const url = new URL("../runs/tables_worker.ts", import.meta.url);
  const task = { folder, places: journal.places(), tagNames: journal.tagNames() };
  await callWorker<TablesTask, true>(task, { url, patience: null, signal });
}

/** Writes summary.json, summary.csv, report.html, and report.md with its charts. */
export async function writeSummary(
  folder: string,
  { summary, journal, columns, signal = new AbortController().signal }: {
    readonly summary: RunSummary;
    readonly journal: Journal;
    readonly columns: RunColumns;
    readonly signal?: AbortSignal;
  },
): Promise<void> {
  await takeSignals(signal);
  writeAtomically(join(folder, RUN_FILES.summaryJson), summaryJson(summary));
  writeAtomically(join(folder, RUN_FILES.summaryCsv), summaryCsv(summary));
  const thumbnailsOf = (filename: string) => readThumbs(folder, filename);
  await takeSignals(signal);
  const { manifest } = summary;
  const details = reportDetails(summary, { manifest, journal, columns, thumbnailsOf });
  await takeSignals(signal);
  const chosen = firstChoice(summary);
  const onPage = reportCharts(summary, { details, chosen: shownPlaces(summary), legend: false });
  const charts = await drawnCharts(onPage, PAGE_LOOK);
  await takeSignals(signal);
  const inFiles = reportCharts(summary, { details, chosen, legend: true });
  writeCharts(folder, await drawnCharts(inFiles, FILE_LOOK));
  await takeSignals(signal);
  const pictures = inFiles.map((chart) => ({
    ...chart,
    path: `${CHARTS_FOLDER}/${chart.name}.svg`,
  }));
  writeAtomically(join(folder, RUN_FILES.markdown), markdownReport(summary, pictures));
  await takeSignals(signal);
  writeAtomically(join(folder, RUN_FILES.html), htmlReport(summary, { details, charts, chosen }));
}

/** Writes the charts, then removes those of an earlier report that this one does not have. */
function writeCharts(folder: string, charts: ReadonlyMap<string, string>): void {
  const place = join(folder, CHARTS_FOLDER);
  if (charts.size === 0) return rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  for (const [name, svg] of charts) writeAtomically(join(place, `${name}.svg`), [svg]);
  for (const name of readdirSync(place)) {
    const chart = /^(.+)\.svg$/.exec(name)?.[1]; // keeps the temporary files of another process
    if (chart !== undefined && !charts.has(chart)) rmSync(join(place, name), { force: true });
  }
}
