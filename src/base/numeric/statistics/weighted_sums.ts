/**
 * Computes weighted sums of several columns. Four columns are summed at a time, since a single sum would wait
 * for each addition to finish.
 * @param columns each with one value per weight
 * @param totals receives the sums, one per column
 * @throws RangeError when the number of weights differs from that of values
 */
export function weightedSums(
  columns: readonly Float64Array[],
  weights: Float64Array,
  totals: Float64Array,
): void {
  const stray = columns.find(({ length }) => length !== weights.length);
  if (stray) throw new RangeError(`${weights.length} weights do not match ${stray.length} values`);
  const whole = columns.length & ~3;
  for (let c = 0; c < whole; c += 4) fourSums(columns, weights, { from: c, totals });
  for (let c = whole; c < columns.length; c++) totals[c] = oneSum(columns[c]!, weights);
}

function fourSums(
  columns: readonly Float64Array[],
  weights: Float64Array,
  { from, totals }: { readonly from: number; readonly totals: Float64Array },
): void {
  const first = columns[from]!, second = columns[from + 1]!;
  const third = columns[from + 2]!, fourth = columns[from + 3]!;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let k = 0; k < weights.length; k++) {
    const weight = weights[k]!;
    a += weight * first[k]!;
    b += weight * second[k]!;
    c += weight * third[k]!;
    d += weight * fourth[k]!;
  }
  totals[from] = a;
  totals[from + 1] = b;
  totals[from + 2] = c;
  totals[from + 3] = d;
}

/** Sums a column in order, as each of four columns is: a column's sum does not depend on its neighbours. */
function oneSum(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k]! * values[k]!;
  return sum;
}
