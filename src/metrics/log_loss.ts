import { defined } from "../records/metric_value.ts";
import { logLossOf } from "../base/numeric/statistics/log_loss_of.ts";
import type { MetricOptions, ScoredItems } from "./contract.ts";
import { markSaturation } from "./saturation.ts";
import { countColumn, itemMean, type SumMetric, sumMetric } from "./sum_metric.ts";
import { missingClass, weightedMetric } from "./weighted_metric.ts";

/** Mean negative log likelihood, as scikit-learn's `log_loss` with `labels=[0, 1]` and `eps` the clip. */
export const logLoss = weightedMetric({
  title: "log loss",
  direction: "lower",
  level: "video",
  unit: "nats",
  needs: "one labelled item",
  prepareClusters(items, options) {
    const losses = itemLosses(items, options);
    const metric = marked(itemMean(losses, items.clusters), { ...items, losses }, options);
    return Object.assign(metric, { most: -Math.log(options.clip) });
  },
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
    const losses = itemLosses(items, options);
    const columns = [
      losses,
      countColumn(n, (k) => items.labels[k] === 1),
      countColumn(n, (k) => items.labels[k] === 0),
    ];
    const skill = sumMetric(columns, items.clusters, (sums) => {
      const loss = sums[0]!, fakes = sums[1]!, reals = sums[2]!;
      return missingClass({ fakes, reals }) ??
        defined(1 - loss / (fakes + reals) / baseRateLoss(fakes, reals));
    });
    return marked(skill, { ...items, losses }, options);
  },
});

/** Marks a metric of log losses if there are scores of exactly 0 or 1. */
function marked(
  metric: SumMetric,
  items: ScoredItems & { readonly losses: Float64Array },
  { clip }: MetricOptions,
): SumMetric {
  return markSaturation(metric, items, { cost: -Math.log(clip) });
}

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
