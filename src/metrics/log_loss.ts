import { defined } from "../records/metric_value.ts";
import { logLossOf } from "../base/numeric/statistics/log_loss_of.ts";
import type { MetricOptions, ScoredItems } from "./contract.ts";
import { countColumn, itemMean, sumMetric } from "./sum_metric.ts";
import { missingClass, weightedMetric } from "./weighted_metric.ts";

/** Mean negative log likelihood, as scikit-learn's `log_loss` with `labels=[0, 1]` and `eps` the clip. */
export const logLoss = weightedMetric({
  title: "log loss",
  direction: "lower",
  level: "video",
  unit: "nats",
  needs: "one labelled item",
  prepareClusters: (items, options) => itemMean(itemLosses(items, options), items.clusters),
});

/**
 * Log loss skill: the relative reduction of the base rate's log loss. 1 is perfect, 0 equals a constant prediction
 * of the sample's share of fakes, below 0 is worse.
 */
export const logLossSkill = weightedMetric({
  title: "log loss skill",
  direction: "higher",
  level: "video",
  unit: "none",
  range: [-Infinity, 1],
  needs: "one item of each class",
  prepareClusters(items, options) {
    const n = items.labels.length;
    const columns = [
      itemLosses(items, options),
      countColumn(n, (k) => items.labels[k] === 1),
      countColumn(n, (k) => items.labels[k] === 0),
    ];
    return sumMetric(columns, items.clusters, (sums) => {
      const loss = sums[0]!, fakes = sums[1]!, reals = sums[2]!;
      return missingClass({ fakes, reals }) ??
        defined(1 - loss / (fakes + reals) / baseRateLoss(fakes, reals));
    });
  },
});

function itemLosses(
  { labels, probabilities }: ScoredItems,
  { clip }: MetricOptions,
): Float64Array {
  return probabilities.map((probability, k) =>
    logLossOf(probability, { truth: labels[k] === 1 ? 1 : 0, clip })
  );
}

/** Log loss of predicting the share of fakes: the entropy of the labels, nats. Needs both classes. */
function baseRateLoss(fakes: number, reals: number): number {
  const rate = fakes / (fakes + reals);
  return -rate * Math.log(rate) - (1 - rate) * Math.log(1 - rate);
}
