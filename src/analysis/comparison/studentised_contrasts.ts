import { type BootstrapT, bootstrapT } from "../../base/numeric/statistics/bootstrap_t.ts";
import { type Clusters, clustersOf } from "../../base/numeric/statistics/cluster_resample.ts";
import type { VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import { type StudentisedSamples, studentisedSamples } from "../../metrics/studentised_samples.ts";
import { sumContrast, type SumTerms } from "../../metrics/sum_contrast.ts";
import { isSumMetric, type SumMetric } from "../../metrics/sum_metric.ts";
import type { VariantSamples } from "../summary/variant_samples.ts";
import { isCompared } from "./compared_metrics.ts";
import type { Contrast } from "./contrast.ts";
import { drawsFor } from "./draws_for.ts";

/** Maximum number of groups, over contrasts, that are held at once: about 100 MB. */
const MOST_HELD = 4e6;

/** Standard errors below this share of an estimate are rounding. */
const NO_SPREAD = 1e-8;

const EQUAL: BootstrapT = { p: 1, estimate: 0, below: 0, above: 0 };

/** Tells whether contrasts of a metric have a bootstrap-t: it is a mean of one number per video. */
export function isStudentised(name: VideoMetricName): boolean {
  const metric = METRICS[name].prepareClusters(NO_VIDEOS, ANY_OPTIONS);
  return isSumMetric(metric) && metric.isMean;
}

const NO_VIDEOS = {
  ...{ labels: new Uint8Array(), probabilities: new Float64Array() },
  clusters: { ofItem: new Uint32Array(), count: 0 },
};
const ANY_OPTIONS = { decision: 0.5, clip: 0.5 };

/**
 * The bootstrap-t of contrasts of a mean over videos, all over the samples of groups that the variants have.
 * @returns `null` for those without a value, or of which too few groups differ
 */
export function studentisedContrasts(
  contrasts: readonly Contrast[],
  samples: VariantSamples,
  name: VideoMetricName,
): readonly (BootstrapT | null)[] {
  const { labelled: { groups }, options: { seed, ...options } } = samples;
  const clusters = clustersOf(groups);
  const draws = isCompared(name)
    ? drawsFor({
      ...{ comparisons: contrasts.length, differences: contrasts.length, groups: clusters.count },
      ...options,
    })
    : options.draws;
  const atOnce = Math.max(1, Math.floor(MOST_HELD / clusters.count));
  const tests: (BootstrapT | null)[] = [];
  for (let from = 0; from < contrasts.length; from += atOnce) {
    const metrics = contrastMetrics(contrasts.slice(from, from + atOnce), samples, {
      name,
      clusters,
    });
    const { count } = clusters;
    for (const studentised of studentisedSamples(metrics, { draws, seed, count })) {
      tests.push(testOf(studentised, count));
    }
  }
  return tests;
}

function contrastMetrics(
  contrasts: readonly Contrast[],
  { scored, labelled: { labels }, options: { clip, costs } }: VariantSamples,
  { name, clusters }: { readonly name: VideoMetricName; readonly clusters: Clusters },
): readonly SumMetric[] {
  const prepared = new Map<number, SumMetric>();
  const metricOf = (variant: number): SumMetric => {
    const known = prepared.get(variant);
    if (known !== undefined) return known;
    const { probabilities, decision } = scored[variant]!;
    const items = { labels, probabilities, clusters };
    const metric = METRICS[name].prepareClusters(items, { decision, clip, costs });
    if (!isSumMetric(metric)) throw new RangeError(`${name} is no metric of sums`);
    prepared.set(variant, metric);
    return metric;
  };
  return contrasts.map((contrast) => {
    const terms: SumTerms = contrast.map(({ variant, coefficient }) => ({
      metric: metricOf(variant),
      coefficient,
    }));
    return sumContrast(terms);
  });
}

function testOf(samples: StudentisedSamples, clusters: number): BootstrapT | null {
  const { estimate, error } = samples;
  if (estimate === 0 && error === 0) return EQUAL;
  if (!(error > NO_SPREAD * Math.abs(estimate))) return null;
  return bootstrapT({ ...samples, clusters });
}
