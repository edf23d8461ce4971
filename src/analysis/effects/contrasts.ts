import { defined, type Estimate, type MetricValue } from "../../records/metric_value.ts";
import { sampledSum } from "../../metrics/cluster_samples.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { estimated, type VariantSamples } from "../summary/variant_estimates.ts";

/** A sum of variants' metrics, each times a coefficient. */
export type Contrast = readonly {
  /** Place of the variant. */
  readonly variant: number;
  readonly coefficient: number;
}[];

/** A contrast with its 95 % interval; all variants were asked about the same samples of groups. */
export function estimateContrast(
  contrast: Contrast,
  samples: VariantSamples,
  name: VideoMetricName,
): Estimate {
  const terms = contrast.map(({ variant, coefficient }) => ({
    metric: samples.variants[variant]![name],
    coefficient,
  }));
  return estimated(sampledSum(terms), samples, { name, method: "student" });
}

/** A contrast of given values; without a value where a variant that it needs has none. */
export function contrastOf(contrast: Contrast, values: readonly MetricValue[]): MetricValue {
  let sum = 0;
  for (const { variant, coefficient } of contrast) {
    const own = values[variant]!;
    if (own.value === null) return own;
    sum += coefficient * own.value;
  }
  return defined(sum);
}
