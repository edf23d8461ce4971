/**
 * Smooths a series with a Gaussian whose weights are renormalised at both ends, so that a constant is
 * unchanged.
 * @param sigma standard deviation in steps; 0 changes nothing
 */
export function smoothSeries(series: Float64Array, sigma: number): Float64Array {
  if (sigma === 0) return series.slice();
  const reach = Math.ceil(3 * sigma);
  return series.map((_, centre) => {
    let sum = 0, total = 0;
    const last = Math.min(series.length - 1, centre + reach);
    for (let i = Math.max(0, centre - reach); i <= last; i++) {
      const weight = Math.exp(-0.5 * ((i - centre) / sigma) ** 2);
      sum += weight * series[i]!;
      total += weight;
    }
    return sum / total;
  });
}

/**
 * Fills NaN values of a series: linearly between neighbours, with the nearest value at the ends.
 * @throws RangeError when every value is NaN
 */
export function fillGaps(series: Float64Array): Float64Array {
  const known = [...series.keys()].filter((i) => !Number.isNaN(series[i]));
  if (known.length === 0) throw new RangeError("a series without values cannot be filled");
  const filled = series.slice();
  filled.fill(series[known[0]!]!, 0, known[0]);
  filled.fill(series[known[known.length - 1]!]!, known[known.length - 1]);
  for (let k = 1; k < known.length; k++) {
    const from = known[k - 1]!, to = known[k]!;
    const start = series[from]!, end = series[to]!;
    for (let i = from + 1; i < to; i++) {
      filled[i] = start + (end - start) * (i - from) / (to - from);
    }
  }
  return filled;
}
