import type { ScoredItems } from "./contract.ts";

/** Items whose P(fake) lies in [low, high); the last bin includes 1. */
export interface ReliabilityBin {
  readonly low: number;
  readonly high: number;
  /** Items in the bin. */
  readonly count: number;
  /** Mean P(fake) of the items; `null`: the bin is empty. */
  readonly meanProbability: number | null;
  /** Share of fakes among them; `null`: the bin is empty. */
  readonly fakeShare: number | null;
}

/**
 * Computes equal-width bins over [0, 1] with the observed share of fakes in each.
 * @param bins at least 1; bin k is `min(floor(p · bins), bins − 1)`
 */
export function reliabilityBins(
  { labels, probabilities }: ScoredItems,
  bins: number,
): readonly ReliabilityBin[] {
  const counts = new Float64Array(bins);
  const fakes = new Float64Array(bins);
  const sums = new Float64Array(bins);
  binNumbers(probabilities, bins).forEach((bin, k) => {
    counts[bin]! += 1;
    fakes[bin]! += labels[k]!;
    sums[bin]! += probabilities[k]!;
  });
  return Array.from(counts, (count, k) => ({
    low: k / bins,
    high: (k + 1) / bins,
    count,
    meanProbability: count === 0 ? null : sums[k]! / count,
    fakeShare: count === 0 ? null : fakes[k]! / count,
  }));
}

/** The bin number of each probability. */
export function binNumbers(probabilities: Float64Array, bins: number): Uint32Array {
  return Uint32Array.from(probabilities, (p) => Math.min(Math.floor(p * bins), bins - 1));
}
