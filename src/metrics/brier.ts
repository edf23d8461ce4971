import type { ScoredItems } from "./contract.ts";
import { markSaturation } from "./saturation.ts";
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
  prepareClusters(items) {
    const losses = squaredErrors(items);
    return markSaturation(itemMean(losses, items.clusters), { ...items, losses }, { cost: 1 });
  },
});

function squaredErrors({ labels, probabilities }: ScoredItems): Float64Array {
  return probabilities.map((probability, k) => (probability - labels[k]!) ** 2);
}
