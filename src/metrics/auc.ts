import { defined, type MetricValue } from "../records/metric_value.ts";
import type { Weights } from "../base/numeric/statistics/cluster_resample.ts";
import type { ScoredItems } from "./contract.ts";
import { type Ranking, rankingOf, type Tie, tiesOf } from "./ranking.ts";
import {
  checkScored,
  type ClusteredItems,
  missingClass,
  type WeightedMetric,
  weightedMetric,
} from "./weighted_metric.ts";
import { placementsOf } from "./placements.ts";
import { countColumn, type SumMetric, sumMetric } from "./sum_metric.ts";

/** Number of items from which samples use the projection, whose error is about 1 % of an interval's width. */
const PROJECTED_FROM = 20_000;

const weightedAuc = weightedMetric({
  title: "ROC AUC",
  direction: "higher",
  level: "video",
  unit: "fraction",
  needs: "one item of each class",
  prepareClusters(items) {
    if (items.labels.length > PROJECTED_FROM) return projectedAuc(items);
    const ranking = rankingOf(items, items.clusters);
    const ties = tiesOf(ranking);
    return (weights) => {
      const { area, fakes, reals } = areaOf(ranking, { ties, weights });
      return missingClass({ fakes, reals }) ?? defined(area / (fakes * reals));
    };
  },
});

/** Area under the ROC curve: the probability that a fake is scored above a real, ties counting half. */
export const auc: WeightedMetric = {
  ...weightedAuc,
  compute: (items, options) =>
    items.labels.length > PROJECTED_FROM ? sortedAuc(items) : weightedAuc.compute(items, options),
};

/** AUC of all items, from the scores of both classes in ascending order. */
function sortedAuc(items: ScoredItems): MetricValue {
  checkScored(items);
  const { labels, probabilities } = items;
  const ofClass = (label: number) => probabilities.filter((_, k) => labels[k] === label).sort();
  const [fakes, reals] = [ofClass(1), ofClass(0)];
  let [area, below, upTo] = [0, 0, 0];
  for (const score of fakes) {
    while (below < reals.length && reals[below]! < score) below += 1;
    upTo = Math.max(upTo, below);
    while (reals[upTo] === score) upTo += 1;
    area += (below + upTo) / 2;
  }
  const counts = { fakes: fakes.length, reals: reals.length };
  return missingClass(counts) ?? defined(area / (counts.fakes * counts.reals));
}

/**
 * Sums, over the reals, the fakes ranked above each. Fakes are ranked first among equals, so half of the tied
 * pairs is subtracted. It runs for every item of every sample, so its loop has no branch.
 */
function areaOf(
  { labels, clusters }: Ranking,
  { ties, weights }: { readonly ties: readonly Tie[]; readonly weights: Weights },
) {
  let area = 0;
  let fakes = 0;
  let items = 0;
  for (let k = 0; k < labels.length; k++) {
    const weight = weights[clusters[k]!]!;
    const fake = weight * labels[k]!;
    fakes += fake;
    items += weight;
    area += (weight - fake) * fakes;
  }
  for (const tie of ties) area -= tiedPairs({ labels, clusters }, { tie, weights }) / 2;
  return { area, fakes, reals: items - fakes };
}

/** Pairs of a fake and a real in one tie. */
function tiedPairs(
  { labels, clusters }: Pick<Ranking, "labels" | "clusters">,
  { tie, weights }: { readonly tie: Tie; readonly weights: Weights },
): number {
  let fakes = 0;
  let items = 0;
  for (let k = tie.start; k < tie.end; k++) {
    const weight = weights[clusters[k]!]!;
    fakes += weight * labels[k]!;
    items += weight;
  }
  return fakes * (items - fakes);
}

/**
 * Prepares AUC of samples of many items by its projection on single items: the mean placement of the sample's
 * fakes plus that of its reals, minus the AUC of all. It equals AUC if every item counts equally often; otherwise
 * the error is of the order of 1/items, far below the √(1/items) by which samples differ. A sample takes time by
 * clusters, not by items.
 * Source: van der Vaart, "Asymptotic Statistics", 1998, section 12.2 (projection of two-sample U-statistics).
 */
export function projectedAuc(items: ClusteredItems): SumMetric {
  const { labels, clusters } = items;
  const placements = placementsOf(items);
  const [ofFakes, ofReals] = [new Float64Array(labels.length), new Float64Array(labels.length)];
  let fake = 0;
  let real = 0;
  labels.forEach((label, k) => {
    if (label === 1) ofFakes[k] = placements.fakes[fake++]!;
    else ofReals[k] = placements.reals[real++]!;
  });
  const areas = ofFakes.reduce((sum, placement) => sum + placement, 0) / fake;
  const counts = [1, 0].map((label) => countColumn(labels.length, (k) => labels[k] === label));
  const columns = [ofFakes, ofReals, ...counts];
  return sumMetric(
    columns,
    clusters,
    (sums) => {
      const fakes = sums[2]!, reals = sums[3]!;
      return missingClass({ fakes, reals }) ??
        defined(sums[0]! / fakes + sums[1]! / reals - areas);
    },
  );
}
