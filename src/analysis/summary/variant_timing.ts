import { STAGES } from "../../records/run_result.ts";
import type { StageTiming, VariantTiming } from "../../records/summary.ts";
import { quantile } from "../../base/numeric/statistics/quantile.ts";
import type { VariantColumns } from "../../runs/run_columns.ts";

/** Computes a variant's times over the videos whose work was done, not read from the stage cache. */
export function variantTiming(columns: VariantColumns): VariantTiming {
  const { modes } = columns;
  const isUnknown = modes.unknown > 0;
  const stages = STAGES.map((stage, s): StageTiming => ({
    stage,
    ...timingOf(columns.stageMs[s]!, isUnknown),
    sharedBy: Math.max(1, columns.sharedBy[s]!),
  }));
  return { stages, ...timingOf(columns.totalMs, isUnknown), modes };
}

/**
 * @param column milliseconds; NaN: not timed
 * @param isUnknown whether times are not known at all, so that there is no sum
 */
function timingOf(column: Float32Array, isUnknown: boolean) {
  const timed = column.filter((milliseconds) => !Number.isNaN(milliseconds));
  const totalMs = isUnknown ? null : sumOf(timed);
  return { videos: timed.length, medianMs: medianOf(timed), totalMs };
}

/** The median; `null`: no values. */
export function medianOf(values: Float32Array | Uint32Array): number | null {
  return values.length === 0 ? null : quantile(values.toSorted(), 0.5);
}

function sumOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
