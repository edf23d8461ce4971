import { rankingMetric } from "./ranking_metric.ts";

/**
 * Equal error rate: where the false positive rate equals the false negative rate, interpolated linearly between
 * the ROC points of all distinct scores.
 */
export const eer = rankingMetric(
  { title: "equal error rate", direction: "lower" },
  ({ hits, alarms, fakes, reals }) => {
    const alarmRate = (k: number) => alarms[k]! / reals;
    const missRate = (k: number) => 1 - hits[k]! / fakes;
    // The first point misses every fake, the last none, so the rates meet at point 1 or later.
    const met = hits.findIndex((_, k) => missRate(k) <= alarmRate(k));
    const gapBefore = missRate(met - 1) - alarmRate(met - 1);
    const way = gapBefore / (gapBefore + alarmRate(met) - missRate(met));
    return alarmRate(met - 1) + way * (alarmRate(met) - alarmRate(met - 1));
  },
);
