import { rankingMetric } from "./ranking_metric.ts";

/** Area under the ROC curve: the chance that a fake is scored above a real, ties counting half. */
export const auc = rankingMetric(
  { title: "ROC AUC", direction: "higher" },
  ({ hits, alarms, fakes, reals }) => {
    let twiceArea = 0;
    for (let k = 1; k < hits.length; k++) {
      twiceArea += (alarms[k] - alarms[k - 1]) * (hits[k] + hits[k - 1]);
    }
    return twiceArea / (2 * fakes * reals);
  },
);
