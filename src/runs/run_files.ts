/** The files of a run folder. All others are made from the manifest and the journal. */
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

/** The folder of a run that holds the pictures of report.md. */
export const CHARTS_FOLDER = "charts";
