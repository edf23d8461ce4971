/** Files of a run folder. All are derived from the manifest and the journal. */
export const RUN_FILES = {
  manifest: "manifest.json",
  journal: "journal.jsonl",
  predictions: "predictions.csv",
  predictionsParquet: "predictions.parquet",
  faces: "faces.csv",
  facesParquet: "faces.parquet",
  timings: "timings.csv",
  digests: "digests.csv",
  summaryJson: "summary.json",
  summaryCsv: "summary.csv",
  markdown: "report.md",
  html: "report.html",
} as const;

/** Folder of a run with the charts of report.md. */
export const CHARTS_FOLDER = "charts";
