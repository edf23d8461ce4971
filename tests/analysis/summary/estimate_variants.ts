import {
  type EstimateOptions,
  estimatesOf,
  type LabelledVideos,
  sampleVariants,
  type ScoredVariant,
  type VariantEstimates,
} from "../../../src/analysis/summary/variant_estimates.ts";

/** Estimates of every variant, all from the same samples of groups. */
export function estimateVariants(
  variants: readonly ScoredVariant[],
  videos: LabelledVideos,
  options: EstimateOptions,
): readonly VariantEstimates[] {
  const samples = sampleVariants(variants, videos, options);
  return variants.map((_, place) => estimatesOf(samples, place, options));
}
