import type { ScoredItems } from "./contract.ts";
import { eachAlone } from "../base/numeric/statistics/cluster_resample.ts";
import { itemMean } from "./item_mean.ts";
import { reliabilityBins } from "./reliability_bins.ts";
import { classCounts, onceEach, weightedMetric } from "./weighted_metric.ts";

/** Mean squared distance between P(fake) and the label. */
export const brier = weightedMetric({
  title: "Brier score",
  direction: "lower",
  level: "video",
  unit: "none",
  needs: "one labelled item",
  prepareClusters: (items) => itemMean(squaredErrors(items), items.clusters),
});

/** The Brier score is `reliability − resolution + uncertainty + withinBins`. */
export interface BrierDecomposition {
  /** How far the bins' mean probabilities lie from their shares of fakes; lower is better. */
  readonly reliability: number;
  /** How far the bins' shares of fakes lie from the overall share; higher is better. */
  readonly resolution: number;
  /** Variance of the labels: what the data cost, whoever predicts. */
  readonly uncertainty: number;
  /** What binning hides: 0 when all probabilities of a bin are equal. */
  readonly withinBins: number;
}

/**
 * Murphy's decomposition over equal-width bins, with the remainder that probabilities inside a bin leave.
 * Sources: Murphy, J. Applied Meteorology 12, 1973; Stephenson et al., Weather and Forecasting 23, 2008.
 * @param bins at least 1
 * @returns `null` without items
 */
export function brierDecomposition(items: ScoredItems, bins: number): BrierDecomposition | null {
  const weights = onceEach(items.labels.length);
  const score = itemMean(squaredErrors(items), eachAlone(weights.length))(weights).value;
  if (score === null) return null;
  const { fakes, reals } = classCounts(items.labels, weights);
  const rate = fakes / (fakes + reals);
  let [reliability, resolution] = [0, 0];
  for (const { count, meanProbability, fakeShare } of reliabilityBins(items, bins)) {
    if (meanProbability === null || fakeShare === null) continue;
    const share = count / (fakes + reals);
    reliability += share * (meanProbability - fakeShare) ** 2;
    resolution += share * (fakeShare - rate) ** 2;
  }
  const uncertainty = rate * (1 - rate);
  const withinBins = score - (reliability - resolution + uncertainty);
  return { reliability, resolution, uncertainty, withinBins };
}

function squaredErrors({ labels, probabilities }: ScoredItems): Float64Array {
  return probabilities.map((probability, k) => (probability - labels[k]) ** 2);
}
