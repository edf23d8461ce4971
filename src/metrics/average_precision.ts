import { defined, undefinedBecause } from "../records/metric_value.ts";
import { rankingOf, type ThresholdCounts, thresholdCounts } from "./ranking.ts";
import { noItems, weightedMetric } from "./weighted_metric.ts";

/** Average precision without interpolation: scikit-learn's step-wise sum. */
export const averagePrecision = weightedMetric({
  title: "average precision",
  direction: "higher",
  level: "video",
  unit: "fraction",
  needs: "one fake",
  prepareClusters(items) {
    const ranking = rankingOf(items, items.clusters);
    return (weights) => {
      const counts = thresholdCounts(ranking, weights);
      if (counts.fakes + counts.reals === 0) return noItems();
      if (counts.fakes === 0) return undefinedBecause("no video is labelled FAKE");
      return defined(stepwiseSum(counts) / counts.fakes);
    };
  },
});

/** Sum of the precision at each threshold times the fakes found there. */
function stepwiseSum({ hits, alarms }: ThresholdCounts): number {
  let sum = 0;
  for (let k = 1; k < hits.length; k++) {
    const found = hits[k]! - hits[k - 1]!;
    if (found > 0) sum += found * (hits[k]! / (hits[k]! + alarms[k]!));
  }
  return sum;
}
