import type { ScoredItems } from "./contract.ts";
import { itemMean } from "./sum_metric.ts";
import { weightedMetric } from "./weighted_metric.ts";

/** Brier score: mean squared difference between P(fake) and the label. */
export const brier = weightedMetric({
  title: "Brier score",
  direction: "lower",
  level: "video",
  unit: "none",
  range: [0, 1],
  needs: "one labelled item",
  prepareClusters: (items) => itemMean(squaredErrors(items), items.clusters),
});

function squaredErrors({ labels, probabilities }: ScoredItems): Float64Array {
  return probabilities.map((probability, k) => (probability - labels[k]!) ** 2);
}
