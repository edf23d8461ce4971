import type { MetricValue } from "../domain/metric_value.ts";
import type { Weights } from "../numeric/cluster_resample.ts";
import type { Metric, ScoredItems } from "./contract.ts";
import { noItems, type WeightedMetric, weightedMetric } from "./weighted_metric.ts";

/** Items by what they are and what they are called. Fake is the positive class. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** A metric that depends on the four counts alone; without items it has no value. */
export function decisionMetric(
  about: Pick<Metric, "title" | "unit" | "needs">,
  fromCounts: (confusion: Confusion) => MetricValue,
): WeightedMetric {
  return weightedMetric({
    ...about,
    direction: "higher",
    level: "video",
    prepare(items, { decision }) {
      const cells = cellsOf(items, decision);
      return (weights) => {
        const confusion = confusionOf(cells, weights);
        return confusion === null ? noItems() : fromCounts(confusion);
      };
    },
  });
}

/** For each item 2 · is fake + is called fake. */
function cellsOf({ labels, probabilities }: ScoredItems, decision: number): Uint8Array {
  return labels.map((label, k) => 2 * label + Number(probabilities[k] >= decision));
}

/** Counts a sample; `null`: it is empty. */
function confusionOf(cells: Uint8Array, weights: Weights): Confusion | null {
  const counts = [0, 0, 0, 0];
  for (let k = 0; k < cells.length; k++) counts[cells[k]] += weights[k];
  const [trueNegatives, falsePositives, falseNegatives, truePositives] = counts;
  if (trueNegatives + falsePositives + falseNegatives + truePositives === 0) return null;
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}
