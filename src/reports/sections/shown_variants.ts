import type { RunSummary, VariantSummary } from "../../records/summary.ts";

/** Maximum number of variants with curves; the page holds all of them, chosen or not. */
const MOST_CURVES = 40;

/**
 * All variants; if there are more than `limit`, those with the lowest log loss and the baseline. In config
 * order.
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

/** Places of the variants whose curves are on the page: at most MOST_CURVES. */
export function shownPlaces(summary: RunSummary): readonly number[] {
  return shownVariants(summary, MOST_CURVES).map((variant) => summary.variants.indexOf(variant));
}
