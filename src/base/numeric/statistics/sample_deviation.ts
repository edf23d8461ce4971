/** Mean, summed in order; NaN of nothing. */
export function meanOf(values: Iterable<number>): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    sum += value;
    count++;
  }
  return sum / count;
}

/**
 * Standard deviation of a sample, n − 1 in the denominator.
 * @param values at least two
 * @throws RangeError for fewer
 */
export function sampleDeviation(values: readonly number[]): number {
  if (values.length < 2) throw new RangeError("a spread takes two values");
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
