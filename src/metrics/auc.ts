import { defined, type MetricValue } from "../records/metric_value.ts";
import type { Weights } from "../base/numeric/statistics/cluster_resample.ts";
import type { ScoredItems } from "./contract.ts";
import { projectedAuc } from "./projected_auc.ts";
import { type Ranking, rankingOf, type Tie, tiesOf } from "./ranking.ts";
import {
  checkScored,
  missingClass,
  type WeightedMetric,
  weightedMetric,
} from "./weighted_metric.ts";

/** From so many items on, samples are taken by projection: its error is a hundredth of an interval's width. */
const MANY = 20_000;

const weightedAuc = weightedMetric({
  title: "ROC AUC",
  direction: "higher",
  level: "video",
  unit: "fraction",
  needs: "one item of each class",
  prepareClusters(items) {
    if (items.labels.length > MANY) return projectedAuc(items);
    const ranking = rankingOf(items, items.clusters);
    const ties = tiesOf(ranking);
    return (weights) => {
      const { area, fakes, reals } = areaOf(ranking, { ties, weights });
      return missingClass({ fakes, reals }) ?? defined(area / (fakes * reals));
    };
  },
});

/** Area under the ROC curve: the chance that a fake is scored above a real, ties counting half. */
export const auc: WeightedMetric = {
  ...weightedAuc,
  compute: (items, options) =>
    items.labels.length > MANY ? sortedAuc(items) : weightedAuc.compute(items, options),
};

/** AUC of all items, from the scores of both classes in ascending order. */
function sortedAuc(items: ScoredItems): MetricValue {
  checkScored(items);
  const { labels, probabilities } = items;
  const [fakes, reals] = [1, 0].map((label) =>
    probabilities.filter((_, k) => labels[k] === label).sort()
  );
  let [area, below, upTo] = [0, 0, 0];
  for (const score of fakes) {
    while (reals[below] < score) below += 1;
    upTo = Math.max(upTo, below);
    while (reals[upTo] === score) upTo += 1;
    area += (below + upTo) / 2;
  }
  const counts = { fakes: fakes.length, reals: reals.length };
  return missingClass(counts) ?? defined(area / (counts.fakes * counts.reals));
}

/**
 * Adds up, for each real, the fakes ranked above it; fakes are ranked first among equals, and half of what
 * that is too much is taken off again. It runs for every item of every sample, so its loop has no branch.
 */
function areaOf(
  { labels, clusters }: Ranking,
  { ties, weights }: { readonly ties: readonly Tie[]; readonly weights: Weights },
) {
  let area = 0;
  let fakes = 0;
  let items = 0;
  for (let k = 0; k < labels.length; k++) {
    const weight = weights[clusters[k]];
    const fake = weight * labels[k];
    fakes += fake;
    items += weight;
    area += (weight - fake) * fakes;
  }
  for (const tie of ties) area -= tiedPairs({ labels, clusters }, { tie, weights }) / 2;
  return { area, fakes, reals: items - fakes };
}

/** Fakes times reals of one tie. */
function tiedPairs(
  { labels, clusters }: Pick<Ranking, "labels" | "clusters">,
  { tie, weights }: { readonly tie: Tie; readonly weights: Weights },
): number {
  let fakes = 0;
  let items = 0;
  for (let k = tie.start; k < tie.end; k++) {
    const weight = weights[clusters[k]];
    fakes += weight * labels[k];
    items += weight;
  }
  return fakes * (items - fakes);
}
