import { defined, type Estimate, type MetricValue } from "../../records/metric_value.ts";
import { sampledSum } from "../../metrics/cluster_samples.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { estimated, type VariantSamples } from "../summary/variant_estimates.ts";

/** A linear combination of variants' metrics. */
export type Contrast = readonly {
  /** Place of the variant. */
  readonly variant: number;
  readonly coefficient: number;
}[];

/** A contrast with its 95 % CI, from the same samples of groups for all variants. */
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

/** A contrast of given values; it has no value if one of its variants has none. */
export function contrastOf(contrast: Contrast, values: readonly MetricValue[]): MetricValue {
  let sum = 0;
  for (const { variant, coefficient } of contrast) {
    const own = values[variant]!;
    if (own.value === null) return own;
    sum += coefficient * own.value;
  }
  return defined(sum);
}
