import type { VariantSummary } from "../../records/summary.ts";

/** Videos that got 0.5 put in, whatever the reason. */
export function fallbacksOf({ fallbacks }: VariantSummary): number {
  return Object.values(fallbacks).reduce((sum, count) => sum + count, 0);
}
