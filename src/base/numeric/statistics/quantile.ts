/**
 * Computes a quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, NumPy's
 * default).
 * @param sorted at least one number, ascending
 * @param fraction in [0, 1]
 * @throws RangeError for no values or a fraction outside
 */
export function quantile(sorted: ArrayLike<number>, fraction: number): number {
  if (sorted.length === 0) throw new RangeError("the quantile of no values is undefined");
  if (!(fraction >= 0 && fraction <= 1)) throw new RangeError(`${fraction} is not in [0, 1]`);
  const place = fraction * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}
