import { STAGES } from "../domain/run_result.ts";
import type { StageTiming, VariantTiming } from "../domain/summary.ts";
import { quantile } from "../numeric/quantile.ts";
import type { VariantColumns } from "./run_columns.ts";

/** What a variant cost, from its columns. */
export function variantTiming(columns: VariantColumns): VariantTiming {
  const stages = STAGES.map((stage, s): StageTiming => ({
    stage,
    medianMs: medianOf(columns.stageMs[s]),
    totalMs: sumOf(columns.stageMs[s]),
    sharedBy: Math.max(1, columns.sharedBy[s]),
  }));
  return {
    stages,
    medianMs: medianOf(columns.totalMs),
    totalMs: sumOf(columns.totalMs),
    modes: columns.modes,
  };
}

/** `null`: no values. */
export function medianOf(values: Float32Array | Uint32Array): number | null {
  return values.length === 0 ? null : quantile(values.toSorted(), 0.5);
}

function sumOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
