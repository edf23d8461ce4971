import type { Clusters, Weights } from "../numeric/cluster_resample.ts";

/** Sums over a sample, one for each column: valid until they are asked for again. */
export type SampleSums = (weights: Weights) => Float64Array;

/**
 * Sums of numbers per item over samples of clusters. What a cluster adds is added up once, so that a sample
 * costs its clusters, not its items.
 * @param columns each with one number for each item
 */
export function clusterSums(
  columns: readonly Float64Array[],
  { ofItem, count }: Clusters,
): SampleSums {
  const perCluster = columns.map((column) => {
    const sums = new Float64Array(count);
    for (let k = 0; k < column.length; k++) sums[ofItem[k]] += column[k];
    return sums;
  });
  const totals = new Float64Array(columns.length);
  return (weights) => {
    perCluster.forEach((sums, column) => totals[column] = weightedSum(sums, weights));
    return totals;
  };
}

/**
 * Four sums at a time: one alone waits for each addition to end before the next.
 * @throws RangeError when there is not one weight for each value
 */
function weightedSum(values: Float64Array, weights: Weights): number {
  if (weights.length !== values.length) {
    throw new RangeError(`${weights.length} weights for ${values.length} clusters`);
  }
  const whole = values.length & ~3;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let k = 0; k < whole; k += 4) {
    a += values[k] * weights[k];
    b += values[k + 1] * weights[k + 1];
    c += values[k + 2] * weights[k + 2];
    d += values[k + 3] * weights[k + 3];
  }
  for (let k = whole; k < values.length; k++) a += values[k] * weights[k];
  return a + b + (c + d);
}

/** A column that counts items: 1 for those that are meant, else 0. */
export function countColumn(items: number, isMeant: (item: number) => boolean): Float64Array {
  return Float64Array.from({ length: items }, (_, k) => Number(isMeant(k)));
}
