import { reportDetails } from "../../../src/analysis/summary/report_details.ts";
import type { RunSummary } from "../../../src/records/summary.ts";
import type { Thumbnail } from "../../../src/records/thumbnail.ts";
import { PAGE_LOOK } from "../../../src/reports/charts/chart_look.ts";
import { firstChoice } from "../../../src/reports/sections/first_choice.ts";
import { htmlReport } from "../../../src/reports/html/html_report.ts";
import { drawnCharts, reportCharts } from "../../../src/reports/charts/report_charts.ts";
import { shownPlaces } from "../../../src/reports/sections/shown_variants.ts";
import { readColumns } from "../../../src/runs/run_columns.ts";
import type { FakeRun } from "../../runs/fake_run.ts";
import { journalOf, summaryOf } from "../../analysis/summary/fake_summary.ts";

/** The smallest JPEG that browsers show: one grey pixel. */
export const JPEG = Uint8Array.fromBase64(
  "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AR//Z",
);

/** Two pictures of every video. */
export function fakeThumbnails(): readonly Thumbnail[] {
  return [{ frame: 0, face: 0, jpeg: JPEG }, { frame: 4, face: 0, jpeg: JPEG }];
}

/** report.html of a run. */
export async function pageOf(
  run: FakeRun,
  summary: RunSummary = summaryOf(run),
  thumbnailsOf: (filename: string) => readonly Thumbnail[] = fakeThumbnails,
): Promise<string> {
  const journal = journalOf(run);
  const columns = readColumns(run.manifest, journal);
  const details = reportDetails(summary, { ...run, journal, columns, thumbnailsOf });
  const charts = reportCharts(summary, { details, chosen: shownPlaces(summary), legend: false });
  const chosen = firstChoice(summary);
  const parts = { details, charts: await drawnCharts(charts, PAGE_LOOK), chosen };
  return [...htmlReport(summary, parts)].join("");
}
