import { type Cell, csvLine } from "../domain/csv.ts";
import { type Stage, STAGES } from "../domain/run_result.ts";
import type { Estimate, RunSummary, VariantSummary } from "../domain/summary.ts";

/** `summary.csv`: one row for each variant; the columns of a metric follow one another. */
export function* summaryCsv(summary: RunSummary): Iterable<string> {
  yield csvLine(columnsOf(summary));
  for (const variant of summary.variants) yield csvLine(rowOf(variant, summary));
}

function columnsOf({ metrics, varied }: RunSummary): string[] {
  return [
    "variant",
    ...varied,
    ...["videos", "ok", "noFrames", "noFace", "failed", "fallbacks", "medianFaces", "n"],
    ...metrics.flatMap(({ name }) => {
      const ends = (of: string) => [of, `${of}Low`, `${of}High`];
      return [...ends(name), ...ends(`${name}Difference`)];
    }),
    ...["", "Low", "High", "N"].map((end) => `logLossWithoutFallbacks${end}`),
    ...STAGES.flatMap((stage) => [`${stage}MedianMs`, `${stage}TotalMs`, `${stage}SharedBy`]),
    ...["medianMs", "totalMs"],
  ];
}

function rowOf(variant: VariantSummary, { metrics, varied }: RunSummary): Cell[] {
  const { statuses, fallbacks, timing, logLossWithoutFallbacks, differences } = variant;
  const counts = [statuses.ok, statuses.no_frames, statuses.no_face, statuses.failed];
  const stages = new Map(timing.stages.map((stage) => [stage.stage as Stage, stage]));
  return [
    variant.name,
    ...varied.map((name) => cellOf(variant.parameters[name])),
    ...[sum(counts), ...counts, sum(Object.values(fallbacks)), variant.medianFaces],
    variant.metrics[metrics[0].name].n,
    ...metrics.flatMap(({ name }) => [
      ...estimateCells(variant.metrics[name]),
      ...estimateCells(differences?.[name] ?? null),
    ]),
    ...[...estimateCells(logLossWithoutFallbacks), logLossWithoutFallbacks.n],
    ...STAGES.flatMap((stage) => {
      const { medianMs, totalMs, sharedBy } = stages.get(stage)!;
      return [medianMs, totalMs, sharedBy];
    }),
    ...[timing.medianMs, timing.totalMs],
  ];
}

/** Value, low and high end. */
function estimateCells(estimate: Estimate | null): Cell[] {
  return estimate === null
    ? [null, null, null]
    : [estimate.value, estimate.interval.low, estimate.interval.high];
}

/** A setting as one cell: lists and the like as JSON. */
function cellOf(value: VariantSummary["parameters"][string]): Cell {
  return typeof value === "number" || typeof value === "string" || value === null
    ? value
    : JSON.stringify(value);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
