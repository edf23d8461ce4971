/** The logistic function 1 / (1 + e^−x), exact also where e^−x is very large. */
export function logistic(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/**
 * Log odds of a probability, the inverse of `logistic`.
 * @param probability in [0, 1], clipped to [clip, 1 − clip] first, so that 0 and 1 have finite ones
 */
export function logit(probability: number, clip: number): number {
  const clipped = Math.min(Math.max(probability, clip), 1 - clip);
  return Math.log(clipped) - Math.log1p(-clipped);
}
