import type { RunSummary, VariantSummary } from "../../records/summary.ts";

/** Variants with curves: the page holds them all, whichever are chosen. */
const MOST_CURVES = 40;

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

/** Places of the variants that have curves of their own on the page: at most as many as charts have rows. */
export function shownPlaces(summary: RunSummary): readonly number[] {
  return shownVariants(summary, MOST_CURVES).map((variant) => summary.variants.indexOf(variant));
}
