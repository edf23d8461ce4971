import type { Weights } from "./cluster_resample.ts";
import { meanOf } from "./sample_deviation.ts";

/** More parts would cost more than they tell. */
const MOST_PARTS = 400;

/**
 * Samples that leave one part of the clusters out at a time: a cluster each, and beyond 400 clusters an equal
 * share of them. Tells whether each cluster is in the sample, 0 or 1. The same array is yielded every time, with new contents.
 * Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 11.
 */
export function* leaveOneOut(count: number): Generator<Weights> {
  const parts = Math.min(count, MOST_PARTS);
  const weights = new Uint32Array(count);
  for (let part = 0; part < parts; part++) {
    weights.fill(1);
    for (let k = part; k < count; k += parts) weights[k] = 0;
    yield weights;
  }
}

/**
 * Standard error from the values without each part: √((m − 1)/m · Σ(value − mean)²) of m values.
 * @param values at least two
 */
export function jackknifeError(values: readonly number[]): number {
  const squares = deviations(values).reduce((sum, deviation) => sum + deviation ** 2, 0);
  return Math.sqrt((values.length - 1) / values.length * squares);
}

/**
 * How fast the standard error changes with the value itself: the acceleration of BCa intervals, a sixth of
 * the skewness of the parts' influence.
 * Source: Efron, J. American Statistical Association 82, 1987, formula 6.6.
 * @returns 0 where the values do not differ
 */
export function jackknifeAcceleration(values: readonly number[]): number {
  const apart = deviations(values);
  const squares = apart.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const cubes = apart.reduce((sum, deviation) => sum + deviation ** 3, 0);
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** How far each value lies below the mean: the influence of what it leaves out. */
function deviations(values: readonly number[]): readonly number[] {
  const mean = meanOf(values);
  return values.map((value) => mean - value);
}
