import type { Weights } from "./cluster_resample.ts";
import { meanOf } from "./sample_deviation.ts";

/** Most jackknife parts; more would not improve the estimate enough for their cost. */
const MAX_PARTS = 400;

/**
 * Yields samples that omit one part of the clusters at a time: a single cluster, or with more than 400 clusters
 * one of 400 equal parts. Each sample gives every cluster's weight, 0 or 1, in one array that is reused.
 * Source: Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 11.
 */
export function* leaveOneOut(count: number): Generator<Weights> {
  const parts = Math.min(count, MAX_PARTS);
  const weights = new Uint32Array(count);
  for (let part = 0; part < parts; part++) {
    weights.fill(1);
    for (let k = part; k < count; k += parts) weights[k] = 0;
    yield weights;
  }
}

/**
 * Computes the standard error from the values without each part: √((m − 1)/m · Σ(value − mean)²) of m values.
 * @param values at least two
 */
export function jackknifeError(values: readonly number[]): number {
  const squares = deviations(values).reduce((sum, deviation) => sum + deviation ** 2, 0);
  return Math.sqrt((values.length - 1) / values.length * squares);
}

/**
 * Computes the acceleration of BCa intervals, the rate of change of the standard error: a sixth of the skewness
 * of the parts' influence.
 * Source: Efron, J. American Statistical Association 82, 1987, formula 6.6.
 * @returns 0 when all values are equal
 */
export function jackknifeAcceleration(values: readonly number[]): number {
  const apart = deviations(values);
  const squares = apart.reduce((sum, deviation) => sum + deviation ** 2, 0);
  const cubes = apart.reduce((sum, deviation) => sum + deviation ** 3, 0);
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}

/** Computes the mean minus each value: the influence of the omitted part. */
function deviations(values: readonly number[]): readonly number[] {
  const mean = meanOf(values);
  return values.map((value) => mean - value);
}
