import type {
  LabelledVideos,
  ScoredVariant,
} from "../../../src/analysis/summary/scored_variant.ts";
import {
  estimateVariants as estimateSampled,
  type VariantEstimates,
} from "../../../src/analysis/summary/variant_estimates.ts";
import {
  type SampleOptions,
  sampleVariants,
} from "../../../src/analysis/summary/variant_samples.ts";

/** Estimates of every variant, all from the same samples of groups. */
export function estimateVariants(
  variants: readonly ScoredVariant[],
  videos: LabelledVideos,
  { baseline, ...options }: SampleOptions & { readonly baseline: number },
): readonly VariantEstimates[] {
  return estimateSampled(
    sampleVariants(variants, videos, options),
    variants.map(() => baseline),
  );
}
