import { rankingMetric } from "./ranking_metric.ts";

/** False positive rate at the highest threshold with a true positive rate of at least 95 %. */
export const fprAt95Tpr = rankingMetric(
  { title: "FPR at 95 % TPR", direction: "lower" },
  ({ hits, alarms, fakes, reals }) => {
    // In integers, since 0.95 times a count would be rounded.
    const enough = hits.findIndex((found) => 100 * found >= 95 * fakes);
    return alarms[enough]! / reals;
  },
);
