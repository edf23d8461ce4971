import type { RunSummary, VariantSummary } from "../domain/summary.ts";

/**
 * All variants, or, when they are more than `limit`, those with the lowest log loss and the one that is
 * compared with; in config order.
 */
export function shownVariants(
  { variants, manifest }: RunSummary,
  limit: number,
): readonly VariantSummary[] {
  if (variants.length <= limit) return variants;
  const rank = ({ name, metrics }: VariantSummary) =>
    name === manifest.compareWith ? -Infinity : metrics.logLoss.value ?? Infinity;
  const chosen = new Set(variants.toSorted((a, b) => rank(a) - rank(b) || 0).slice(0, limit));
  return variants.filter((variant) => chosen.has(variant));
}
