import type { RunSummary } from "../domain/summary.ts";

/** `summary.json`: per variant every metric with its interval and sample, counts, times, differences. */
export function* summaryJson(summary: RunSummary): Iterable<string> {
  const { manifest, metrics, intervals, variants, varied, videos, warnings } = summary;
  const { runId, status, compareWith, clip, dataset, times } = manifest;
  const run = { schemaVersion: 1, runId, status, compareWith, clip, dataset, times };
  const text = { ...run, videos, metrics, intervals, varied, warnings, variants };
  yield `${JSON.stringify(text, null, 2)}\n`;
}
