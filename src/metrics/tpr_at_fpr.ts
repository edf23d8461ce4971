import { defined, undefinedBecause } from "../records/metric_value.ts";
import { rankingOf, type ThresholdCounts, thresholdCounts } from "./ranking.ts";
import { countColumn, type SumMetric, sumMetric } from "./sum_metric.ts";
import {
  classCounts,
  type ClusteredItems,
  missingClass,
  onceEach,
  weightedMetric,
} from "./weighted_metric.ts";

/**
 * True positive rate at a false positive rate of at most 1 %: the highest among the points of the ROC curve of all
 * distinct scores, without interpolation between them.
 */
export const tprAt1Fpr = tprAtFpr({ title: "TPR at 1 % FPR", reals: 100 });

/** The same at 0.1 %. */
export const tprAt0p1Fpr = tprAtFpr({ title: "TPR at 0.1 % FPR", reals: 1000 });

/**
 * Makes the metric for a false positive rate of at most 1 in `reals`. With fewer REAL items than that, it would be the
 * value at a rate of 0, so it has none; samples of enough items have one whatever they drew.
 */
function tprAtFpr({ title, reals: fewest }: { readonly title: string; readonly reals: number }) {
  const needs = `${fewest.toLocaleString("en-US")} REAL items and one FAKE`;
  return weightedMetric({
    title,
    direction: "higher",
    level: "video",
    unit: "fraction",
    needs,
    prepareClusters(items) {
      const { reals } = classCounts(items.labels, onceEach(items.labels.length));
      if (reals < fewest) return alwaysMissing(items, `it needs ${needs}`);
      const ranking = rankingOf(items, items.clusters);
      return (weights) => {
        const counts = thresholdCounts(ranking, weights);
        return missingClass(counts) ??
          defined(counts.hits[lastAllowed(counts, fewest)]! / counts.fakes);
      };
    },
  });
}

/** A metric without a value in any sample, for a reason that comes after that of a missing class. */
function alwaysMissing({ labels, clusters }: ClusteredItems, reason: string): SumMetric {
  const columns = [1, 0].map((label) => countColumn(labels.length, (k) => labels[k] === label));
  return sumMetric(
    columns,
    clusters,
    ([fakes, reals]) => missingClass({ fakes: fakes!, reals: reals! }) ?? undefinedBecause(reason),
  );
}

/** The last place at which at most one real in `oneIn` is called fake, in integers, since a share would be rounded. */
function lastAllowed({ alarms, reals }: ThresholdCounts, oneIn: number): number {
  let place = 0;
  while (place + 1 < alarms.length && alarms[place + 1]! * oneIn <= reals) place += 1;
  return place;
}
