import type { ScoredItems } from "./contract.ts";
import type { Weights } from "../numeric/cluster_resample.ts";
import { onceEach } from "./weighted_metric.ts";

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
 * Equal-width bins over [0, 1]: how often items are fake where they are said to be so likely.
 * @param bins at least 1; bin k is `min(floor(p · bins), bins − 1)`
 */
export function reliabilityBins(
  { labels, probabilities }: ScoredItems,
  bins: number,
): readonly ReliabilityBin[] {
  const { counts, fakes, sums } = binned(
    { labels, bins: binNumbers(probabilities, bins), probabilities, count: bins },
    onceEach(labels.length),
  );
  return Array.from(counts, (count, k) => ({
    low: k / bins,
    high: (k + 1) / bins,
    count,
    meanProbability: count === 0 ? null : sums[k] / count,
    fakeShare: count === 0 ? null : fakes[k] / count,
  }));
}

/** Items with the number of the bin that each lies in. */
export interface BinnedItems extends ScoredItems {
  readonly bins: Uint32Array;
  /** Number of bins. */
  readonly count: number;
}

/** Per bin: items, fakes and the sum of probabilities. */
export interface BinTotals {
  readonly counts: Float64Array;
  readonly fakes: Float64Array;
  readonly sums: Float64Array;
}

export function binNumbers(probabilities: Float64Array, bins: number): Uint32Array {
  return Uint32Array.from(probabilities, (p) => Math.min(Math.floor(p * bins), bins - 1));
}

/** Adds a sample up, bin by bin. */
export function binned(
  { labels, probabilities, bins, count }: BinnedItems,
  weights: Weights,
): BinTotals {
  const counts = new Float64Array(count);
  const fakes = new Float64Array(count);
  const sums = new Float64Array(count);
  for (let k = 0; k < labels.length; k++) {
    counts[bins[k]] += weights[k];
    fakes[bins[k]] += labels[k] * weights[k];
    sums[bins[k]] += probabilities[k] * weights[k];
  }
  return { counts, fakes, sums };
}
