/** Computes the mean, summed in order; NaN for no values. */
export function meanOf(values: Iterable<number>): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    sum += value;
    count++;
  }
  return sum / count;
}

/**
 * Computes the standard deviation of a sample, with n − 1 in the denominator.
 * @param values at least two
 * @throws RangeError for fewer
 */
export function sampleDeviation(values: readonly number[]): number {
  if (values.length < 2) throw new RangeError("a standard deviation needs at least two values");
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
