import { defined, type MetricValue } from "../records/metric_value.ts";
import { leaveOneOut } from "../base/numeric/statistics/cluster_jackknife.ts";
import {
  clusterDraws,
  type ResampleOptions,
  type Weights,
} from "../base/numeric/statistics/cluster_resample.ts";
import type { Ends } from "../base/numeric/statistics/bootstrap_interval.ts";
import { extraClusterEnds } from "../base/numeric/statistics/extra_cluster.ts";
import { distinctColumns } from "../base/numeric/statistics/distinct_columns.ts";
import { weightedSums } from "../base/numeric/statistics/weighted_sums.ts";
import { isCapped, isSaturated, saturatedSums } from "./saturation.ts";
import { isSumMetric } from "./sum_metric.ts";
import { onceEach, type PreparedMetric } from "./weighted_metric.ts";

/** A metric of all items and of samples of their clusters. */
export interface SampledMetric {
  /** Value over all items. */
  readonly own: MetricValue;
  /** Value in each bootstrap sample; NaN: undefined. */
  readonly drawn: Float64Array;
  /** Value without each part of `leaveOneOut`; NaN: undefined. */
  readonly without: Float64Array;
  /** The 95 % CI of losses that scores of exactly 0 or 1 decide; left out: there are no such scores. */
  readonly saturated?: Ends;
  /** The largest value that can occur; left out: the method of the interval knows. */
  readonly most?: number;
}

/** Terms of a sum of metrics. */
export type MetricTerms = readonly {
  readonly metric: SampledMetric;
  readonly coefficient: number;
}[];

/** A metric's value in a sample. */
type ValueOfSample = (weights: Weights) => MetricValue;

/**
 * Evaluates metrics of the same clusters over the same samples in one pass.
 * Source of the sampling: Davison and Hinkley 1997, section 3.8.
 * @param options `count`: the clusters that the metrics were prepared for
 */
export function sampledMetrics(
  metrics: readonly PreparedMetric[],
  { count, ...options }: ResampleOptions & { readonly count: number },
): readonly SampledMetric[] {
  const drawn = valuesOver(clusterDraws(count, options), metrics, options.draws);
  const without = valuesOver(leaveOneOut(count), metrics, count);
  const saturated = options.draws > 0 ? metrics.filter(isSaturated) : [];
  const ends = extraClusterEnds(saturated.map(saturatedSums), options);
  const endsOf = new Map(saturated.map((ask, k): [PreparedMetric, Ends] => [ask, ends[k]!]));
  return metrics.map((ask, place) => ({
    own: ask(onceEach(count)),
    ...{ drawn: drawn[place]!, without: without[place]! },
    ...(isCapped(ask) ? { most: ask.most } : {}),
    ...(endsOf.has(ask) ? { saturated: endsOf.get(ask)! } : {}),
  }));
}

/** A linear combination of metrics of the same samples. */
export function sampledSum(terms: MetricTerms): SampledMetric {
  return {
    own: ownSum(terms),
    drawn: weighted(terms, ({ drawn }) => drawn),
    without: weighted(terms, ({ without }) => without),
  };
}

function ownSum(terms: MetricTerms): MetricValue {
  let sum = 0;
  for (const { metric: { own }, coefficient } of terms) {
    if (own.value === null) return own;
    sum += coefficient * own.value;
  }
  return defined(sum);
}

function weighted(
  terms: MetricTerms,
  valuesOf: (metric: SampledMetric) => Float64Array,
): Float64Array {
  const sums = new Float64Array(valuesOf(terms[0]!.metric).length);
  for (const { metric, coefficient } of terms) {
    const values = valuesOf(metric);
    for (let k = 0; k < sums.length; k++) sums[k]! += coefficient * values[k]!;
  }
  return sums;
}

/** The value of each metric in each sample. */
function valuesOver(
  samples: Iterable<Weights>,
  metrics: readonly PreparedMetric[],
  atMost: number,
): readonly Float64Array[] {
  const { look, asked } = sharingSums(metrics);
  const values = metrics.map(() => new Float64Array(atMost));
  let sample = 0;
  for (const weights of samples) {
    look(weights);
    for (let place = 0; place < asked.length; place++) {
      values[place]![sample] = asked[place]!(weights).value ?? NaN;
    }
    sample += 1;
  }
  return values.map((all) => all.subarray(0, sample));
}

/** The same metrics; those of sums share them, so that each distinct sum is computed once per sample. */
function sharingSums(
  metrics: readonly PreparedMetric[],
): { look(weights: Weights): void; readonly asked: readonly ValueOfSample[] } {
  const { columns, placeOf } = distinctColumns(
    metrics.flatMap((metric) => isSumMetric(metric) ? metric.columns : []),
  );
  const totals = new Float64Array(columns.length);
  let from = 0;
  const asked = metrics.map((metric): ValueOfSample => {
    if (!isSumMetric(metric)) return metric;
    const places = placeOf.subarray(from, from += metric.columns.length);
    const sums = new Float64Array(places.length);
    return () => {
      for (let k = 0; k < sums.length; k++) sums[k] = totals[places[k]!]!;
      return metric.fromSums(sums);
    };
  });
  return { asked, look: (weights) => weightedSums(columns, Float64Array.from(weights), totals) };
}
