import type { MetricComparison } from "../../records/comparison.ts";
import { type Cell, csvLine } from "../../base/text/csv.ts";
import { APPLIED_METRICS } from "../../records/operating_point.ts";
import { type Stage, STAGES } from "../../records/run_result.ts";
import type { RunSummary, VariantSummary } from "../../records/summary.ts";
import { namesOnFront } from "../sections/front_lines.ts";
import type { Estimate } from "../../records/metric_value.ts";

/**
 * Endings of the columns of a metric's comparison. `P`: paired test; `SwapP`: permutation test; `AdjustedP`: the larger
 * of both with Holm's correction for `Family` comparisons.
 */
const COMPARED = [
  "P",
  "SwapP",
  "AdjustedP",
  "Family",
  "Noise",
  "Detectable",
  "Finding",
  "Doubt",
] as const;

/** `summary.csv`: one row per variant; columns of one metric are adjacent. */
export function* summaryCsv(summary: RunSummary): Iterable<string> {
  const compared = comparedMetrics(summary);
  yield csvLine(columnsOf(summary, compared));
  for (const variant of summary.variants) yield csvLine(rowOf(variant, { summary, compared }));
}

function columnsOf(summary: RunSummary, compared: readonly string[]): string[] {
  const { metrics, varied } = summary;
  return [
    "variant",
    ...varied,
    ...["videos", "ok", "noFrames", "noFace", "failed", "fallbacks", "medianFaces", "n"],
    ...metrics.flatMap(({ name }) => {
      const ends = (of: string) => [of, `${of}Low`, `${of}High`];
      return [...ends(name), ...ends(`${name}Difference`)];
    }),
    ...compared.flatMap((name) => COMPARED.map((end) => `${name}${end}`)),
    ...summary.faceMetrics.flatMap(({ name }) => ["", "Low", "High"].map((end) => `${name}${end}`)),
    "facesScored",
    "onParetoFront",
    ...["", "Low", "High", "N"].map((end) => `logLossWithoutFallbacks${end}`),
    ...STAGES.flatMap((stage) => [`${stage}MedianMs`, `${stage}TotalMs`, `${stage}SharedBy`]),
    ...["medianMs", "totalMs"],
    ...(summary.operatingPoint === null ? [] : OPERATING_COLUMNS),
  ];
}

function rowOf(
  variant: VariantSummary,
  { summary, compared }: { readonly summary: RunSummary; readonly compared: readonly string[] },
): Cell[] {
  const { metrics, varied, faceMetrics } = summary;
  const { statuses, fallbacks, timing, logLossWithoutFallbacks, differences } = variant;
  const counts = [statuses.ok, statuses.no_frames, statuses.no_face, statuses.failed];
  const stages = new Map(timing.stages.map((stage) => [stage.stage as Stage, stage]));
  return [
    variant.name,
    ...varied.map((name) => cellOf(variant.parameters[name]!)),
    ...[sum(counts), ...counts, sum(Object.values(fallbacks)), variant.medianFaces],
    variant.metrics[metrics[0]!.name]!.n,
    ...metrics.flatMap(({ name }) => [
      ...estimateCells(variant.metrics[name]!),
      ...estimateCells(differences?.[name] ?? null),
    ]),
    ...compared.flatMap((name) => comparisonCells(variant.comparison?.metrics[name] ?? null)),
    ...faceMetrics.flatMap(({ name }) => estimateCells(variant.faceMetrics[name]!)),
    variant.faceMetrics[faceMetrics[0]!.name]!.n,
    String(namesOnFront(summary).has(variant.name)),
    ...[...estimateCells(logLossWithoutFallbacks), logLossWithoutFallbacks.n],
    ...STAGES.flatMap((stage) => {
      const { medianMs, totalMs, sharedBy } = stages.get(stage)!;
      return [medianMs, totalMs, sharedBy];
    }),
    ...[timing.medianMs, timing.totalMs],
    ...operatingCells(variant, summary),
  ];
}

const OPERATING_COLUMNS = [
  ...["operatingThreshold", "operatingTemperature", "operatingReason"],
  ...[...APPLIED_METRICS, "calibratedLogLoss", "logLossChange"].flatMap((name) => {
    const column = `operating${name[0]!.toUpperCase()}${name.slice(1)}`;
    return [column, `${column}Low`, `${column}High`];
  }),
];

/** Cells under OPERATING_COLUMNS; none where no operating point is asked for. */
function operatingCells({ name }: VariantSummary, { operatingPoint }: RunSummary): Cell[] {
  if (operatingPoint === null) return [];
  const point = operatingPoint.variants.find(({ variant }) => variant === name)!;
  if (point.fitted === null) {
    return OPERATING_COLUMNS.map((column) => column === "operatingReason" ? point.reason : null);
  }
  const { fitted: { threshold, temperature }, applied } = point;
  return [
    ...[threshold, temperature.value, temperature.reason],
    ...APPLIED_METRICS.flatMap((metric) => estimateCells(applied.metrics[metric])),
    ...estimateCells(applied.calibratedLogLoss),
    ...estimateCells(applied.logLossChange),
  ];
}

/** Metrics in which any variant was compared. */
function comparedMetrics({ metrics, variants }: RunSummary): readonly string[] {
  return metrics.map(({ name }) => name)
    .filter((name) => variants.some(({ comparison }) => comparison?.metrics[name]));
}

/** Cells under COMPARED. */
function comparisonCells(comparison: MetricComparison | null): Cell[] {
  if (comparison === null) return COMPARED.map(() => null);
  const { test, swapTest, adjustedP, family, noise, detectable, finding, doubt } = comparison;
  return [
    ...[test.p, swapTest.pTwoSided, adjustedP.value, family],
    ...[noise, detectable.value, finding, doubt],
  ];
}

/** Value, low and high end. */
function estimateCells(estimate: Estimate | null): Cell[] {
  return estimate === null
    ? [null, null, null]
    : [estimate.value, estimate.interval.low, estimate.interval.high];
}

/** A setting as one cell; lists and objects as JSON. */
function cellOf(value: VariantSummary["parameters"][string]): Cell {
  return typeof value === "number" || typeof value === "string" || value === null
    ? value
    : JSON.stringify(value);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
