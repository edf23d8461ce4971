import { defined, type MetricValue } from "../records/metric_value.ts";
import type { Metric } from "./contract.ts";
import { rankingOf, type ThresholdCounts, thresholdCounts } from "./ranking.ts";
import { missingClass, type WeightedMetric, weightedMetric } from "./weighted_metric.ts";

/** Makes a metric of the order of the scores, in [0, 1]; without both classes it has no value. */
export function rankingMetric(
  about: Pick<Metric, "title" | "direction">,
  fromCounts: (counts: ThresholdCounts) => number,
): WeightedMetric {
  return weightedMetric({
    ...about,
    level: "video",
    unit: "fraction",
    needs: "one item of each class",
    prepareClusters(items) {
      const ranking = rankingOf(items, items.clusters);
      return (weights): MetricValue => {
        const counts = thresholdCounts(ranking, weights);
        return missingClass(counts) ?? defined(fromCounts(counts));
      };
    },
  });
}
