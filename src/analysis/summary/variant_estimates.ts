import type { PairedTest } from "../../records/comparison.ts";
import { type Estimate, type MetricValue, undefinedBecause } from "../../records/metric_value.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { isCompared } from "../comparison/compared_metrics.ts";
import type { Contrast } from "../comparison/contrast.ts";
import { pairedEstimates } from "../comparison/contrast_estimates.ts";
import { detectableContrast } from "../comparison/detectable_contrast.ts";
import { byName, estimateMetric, type VariantSamples } from "./variant_samples.ts";

/** Estimates of one variant. */
export interface VariantEstimates {
  readonly metrics: Readonly<Record<VideoMetricName, Estimate>>;
  /** This variant minus its baseline, paired by video; `null` for a baseline itself. */
  readonly differences: Readonly<Record<VideoMetricName, Estimate>> | null;
  /** Tests of the differences, by the methods of their intervals; `null` for a baseline itself. */
  readonly tests: Readonly<Record<VideoMetricName, PairedTest>> | null;
  /** The smallest detectable differences from the baseline; `null` for a baseline itself. */
  readonly detectable: Readonly<Record<VideoMetricName, MetricValue>> | null;
}

/**
 * Estimates every metric of every variant and its difference from a baseline, each with a 95 % CI (in large runs only
 * the main metrics). All differences use the same samples of groups.
 * @param baselines place of each variant's baseline; its own place: it has none
 */
export function estimateVariants(
  samples: VariantSamples,
  baselines: readonly number[],
): readonly VariantEstimates[] {
  const places = [...baselines.keys()].filter((v) => baselines[v] !== v);
  const contrasts = places.map((variant) => [
    { variant, coefficient: 1 },
    { variant: baselines[variant]!, coefficient: -1 },
  ]);
  const compared = byName((name) => pairedEstimates(contrasts, samples, name));
  return samples.variants.map((own, v) => {
    const metrics = byName((name) => estimateMetric(own[name], samples, name));
    const place = places.indexOf(v);
    if (place < 0) return { metrics, differences: null, tests: null, detectable: null };
    return {
      metrics,
      differences: byName((name) => compared[name][place]!.estimate),
      tests: byName((name) => compared[name][place]!.test),
      detectable: byName((name) => detectableOf(contrasts[place]!, samples, name)),
    };
  });
}

/** Reason why other metrics have no detectable difference. */
const NOT_COMPARED = undefinedBecause("it is computed for log loss and AUC alone");

function detectableOf(
  contrast: Contrast,
  samples: VariantSamples,
  name: VideoMetricName,
): MetricValue {
  const missing = contrast.map(({ variant }) => samples.variants[variant]![name].own)
    .find(({ value }) => value === null);
  return missing ?? (isCompared(name) ? detectableContrast(contrast, samples, name) : NOT_COMPARED);
}
