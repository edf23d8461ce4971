/**
 * Log loss of one prediction in nats: −ln of the probability given to the truth. As in scikit-learn,
 * `probability` is clipped first and turned round after, so that a wrong certain 1 costs a hair more than
 * a wrong certain 0.
 * @param probability P(fake), in [0, 1]
 * @param truth 1 is fake, 0 is real; `clip`: to [clip, 1 − clip]
 * @returns 0 or more
 */
export function logLossOf(
  probability: number,
  { truth, clip }: { readonly truth: 0 | 1; readonly clip: number },
): number {
  const clipped = Math.min(Math.max(probability, clip), 1 - clip);
  return -Math.log(truth === 1 ? clipped : 1 - clipped);
}
