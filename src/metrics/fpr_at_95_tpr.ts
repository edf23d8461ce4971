import { rankingMetric } from "./ranking_metric.ts";

/** Share of reals called fake at the highest threshold that finds at least 95 % of the fakes. */
export const fprAt95Tpr = rankingMetric(
  { title: "FPR at 95 % TPR", direction: "lower" },
  ({ hits, alarms, fakes, reals }) => {
    // In whole numbers: 0.95 times a count would be rounded.
    const enough = hits.findIndex((found) => 100 * found >= 95 * fakes);
    return alarms[enough]! / reals;
  },
);
