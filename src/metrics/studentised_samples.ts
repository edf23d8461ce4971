import { clusterDraws, type ResampleOptions } from "../base/numeric/statistics/cluster_resample.ts";
import { distinctColumns } from "../base/numeric/statistics/distinct_columns.ts";
import { weightedSums } from "../base/numeric/statistics/weighted_sums.ts";
import type { SumMetric } from "./sum_metric.ts";

/** A metric of sums with its standard error, and its samples in their own standard errors. */
export interface StudentisedSamples {
  /** Value over all items; NaN: undefined. */
  readonly estimate: number;
  /** Standard error over clusters. */
  readonly error: number;
  /** (value − estimate) / standard error of each sample; NaN: it has no value or no standard error. */
  readonly distances: Float64Array;
}

/** Standard error of a sample, as a share of that of all items, below which it is rounding. */
const NO_SPREAD = 1e-6;

/**
 * Studentises means over the same clusters in the same samples in one pass. The standard error of a sample is
 * √(G/(G − 1) · Σ w z²): w says how often a cluster is in the sample, and z is its influence (s − θ n) / Σ w n, with its
 * sum s, its number of items n and the sample's mean θ.
 * Source: Davison and Hinkley, "Bootstrap Methods and their Application", 1997, sections 2.7.2 and 3.8.
 * @param options `count`: G, the clusters that the metrics were prepared for
 */
export function studentisedSamples(
  metrics: readonly SumMetric[],
  { count, ...options }: ResampleOptions & { readonly count: number },
): readonly StudentisedSamples[] {
  const evaluate = evaluator(metrics, count);
  const once = evaluate(new Float64Array(count).fill(1));
  const distances = metrics.map(() => new Float64Array(options.draws));
  let draw = 0;
  for (const timesDrawn of clusterDraws(count, options)) {
    evaluate(Float64Array.from(timesDrawn)).forEach(({ value, error }, k) => {
      const { value: estimate, error: all } = once[k]!;
      distances[k]![draw] = error > NO_SPREAD * all ? (value - estimate) / error : NaN;
    });
    draw += 1;
  }
  return once.map(({ value, error }, k) => ({
    ...{ estimate: value, error, distances: distances[k]! },
  }));
}

/** A metric's value over all items, and how much each cluster adds to it beyond its share. */
export function valueAndInfluences(
  metric: SumMetric,
  count: number,
): { readonly value: number; readonly influences: Float64Array } {
  const sums = new Float64Array(metric.columns.length);
  weightedSums(metric.columns, new Float64Array(count).fill(1), sums);
  const influences = new Float64Array(count);
  setInfluences(influences, metric, sums);
  return { value: metric.fromSums(sums).value ?? NaN, influences };
}

/** A metric's value and standard error in one sample; NaN: undefined. */
interface SampleValue {
  readonly value: number;
  readonly error: number;
}

/** Prepares metrics for samples; sums that they share are computed once. */
function evaluator(
  metrics: readonly SumMetric[],
  count: number,
): (weights: Float64Array) => readonly SampleValue[] {
  const { columns, placeOf } = distinctColumns(metrics.flatMap((metric) => metric.columns));
  const totals = new Float64Array(columns.length);
  const influences = new Float64Array(count);
  let from = 0;
  const places = metrics.map((metric) => placeOf.subarray(from, from += metric.columns.length));
  return (weights) => {
    weightedSums(columns, weights, totals);
    return metrics.map((metric, k): SampleValue => {
      const sums = Float64Array.from(places[k]!, (place) => totals[place]!);
      const { value } = metric.fromSums(sums);
      if (value === null) return { value: NaN, error: NaN };
      setInfluences(influences, metric, sums);
      return { value, error: Math.sqrt(count / (count - 1) * sumOfSquares(influences, weights)) };
    });
  };
}

/** Computes each cluster's influence on a mean. It runs for every cluster of every sample, without a branch. */
function setInfluences(
  influences: Float64Array,
  { columns }: Pick<SumMetric, "columns">,
  sums: Float64Array,
): void {
  const totals = columns[0]!, counts = columns[1]!;
  const perItem = 1 / sums[1]!, less = sums[0]! / sums[1]! ** 2;
  for (let k = 0; k < influences.length; k++) {
    influences[k] = perItem * totals[k]! - less * counts[k]!;
  }
}

function sumOfSquares(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += weights[k]! * values[k]! * values[k]!;
  return sum;
}
