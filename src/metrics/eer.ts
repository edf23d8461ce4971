import { rankingMetric } from "./ranking_metric.ts";

/**
 * Equal error rate: where the share of reals called fake meets the share of fakes missed, on straight lines
 * between the ROC points of all distinct scores.
 */
export const eer = rankingMetric(
  { title: "equal error rate", direction: "lower" },
  ({ hits, alarms, fakes, reals }) => {
    const alarmRate = (k: number) => alarms[k]! / reals;
    const missRate = (k: number) => 1 - hits[k]! / fakes;
    // The first point misses every fake, the last none: they are met, and not before point 1.
    const met = hits.findIndex((_, k) => missRate(k) <= alarmRate(k));
    const gapBefore = missRate(met - 1) - alarmRate(met - 1);
    const way = gapBefore / (gapBefore + alarmRate(met) - missRate(met));
    return alarmRate(met - 1) + way * (alarmRate(met) - alarmRate(met - 1));
  },
);
