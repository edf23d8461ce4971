import { escapeControlsInLines } from "../../base/text/control_characters.ts";
import type { RunSummary } from "../../records/summary.ts";

/**
 * `summary.json`: per variant every metric with its interval and sample, counts, times, differences and
 * findings; the metrics of every slice; its operating point; per run the noise floor, parameter effects and the Pareto front.
 */
export function* summaryJson(summary: RunSummary): Iterable<string> {
  const { manifest, metrics, faceMetrics, intervals, varied, videos, warnings } = summary;
  const { variants, slices, noise, ablation, pareto, dataWarnings, independence } = summary;
  const { operatingPoint } = summary;
  const { runId, status, compareWith, clip, dataset, times } = manifest;
  const run = { schemaVersion: 2, runId, status, compareWith, clip, dataset, times };
  const facts = {
    videos,
    independence,
    metrics,
    faceMetrics,
    intervals,
    varied,
    warnings,
    dataWarnings,
  };
  const text = { ...run, ...facts, noise, pareto, ablation, operatingPoint, variants, slices };
  yield `${escapeControlsInLines(JSON.stringify(text, null, 2))}\n`;
}
