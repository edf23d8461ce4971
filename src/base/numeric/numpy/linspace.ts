/**
 * Computes `numpy.linspace(0, last, count, endpoint=True, dtype=int)`: the floor of i·step in float64, which
 * rounding can put just below an exact integer; the last value is `last`.
 * @param last integer, at least 0
 * @param count integer, at least 1; a single value is 0
 * @returns `count` integers, ascending, with repeats when `count > last + 1`
 */
export function linspace(last: number, count: number): number[] {
  if (count === 1) return [0];
  const step = last / (count - 1);
  const values = Array.from({ length: count }, (_, i) => Math.floor(i * step));
  values[count - 1] = last;
  return values;
}
