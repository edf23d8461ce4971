import type { MetricValue } from "../records/metric_value.ts";
import type { Metric, ScoredItems } from "./contract.ts";
import { countColumn, sumMetric } from "./sum_metric.ts";
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
    prepareClusters(items, { decision }) {
      const cells = cellsOf(items, decision);
      // Reals and fakes are counted alike by every variant, so that only what is called fake is its own.
      const columns = [
        countColumn(cells.length, (k) => cells[k] < 2),
        countColumn(cells.length, (k) => cells[k] === 1),
        countColumn(cells.length, (k) => cells[k] >= 2),
        countColumn(cells.length, (k) => cells[k] === 3),
      ];
      return sumMetric(columns, items.clusters, (counts) => {
        const confusion = confusionOf(counts);
        return confusion === null ? noItems() : fromCounts(confusion);
      });
    },
  });
}

/** For each item 2 · is fake + is called fake. */
function cellsOf({ labels, probabilities }: ScoredItems, decision: number): Uint8Array {
  return labels.map((label, k) => 2 * label + Number(probabilities[k] >= decision));
}

/** @param counts of reals, those called fake, fakes, those called fake; `null`: all are 0 */
function confusionOf(counts: Float64Array): Confusion | null {
  const [reals, falsePositives, fakes, truePositives] = counts;
  const [trueNegatives, falseNegatives] = [reals - falsePositives, fakes - truePositives];
  if (trueNegatives + falsePositives + falseNegatives + truePositives === 0) return null;
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}
