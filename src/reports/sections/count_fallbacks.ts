import type { VariantSummary } from "../../records/summary.ts";

/** Counts the videos that could not be scored and have 0.5 instead, for any reason. */
export function countFallbacks({ fallbacks }: VariantSummary): number {
  return Object.values(fallbacks).reduce((sum, count) => sum + count, 0);
}
