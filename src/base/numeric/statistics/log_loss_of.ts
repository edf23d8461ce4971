/**
 * Computes the log loss of one prediction in nats: −ln of the probability of the true label. As in
 * scikit-learn, `probability` is clipped before 1 − p is taken, so that a confidently wrong 1 costs slightly
 * more than a confidently wrong 0.
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
