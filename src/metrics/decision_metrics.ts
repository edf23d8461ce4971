import { defined, type MetricValue, undefinedBecause } from "../records/metric_value.ts";
import type { Costs } from "../records/costs.ts";
import type { Metric, MetricOptions, ScoredItems } from "./contract.ts";
import { countColumn, itemMean, sumMetric } from "./sum_metric.ts";
import { missingClass, noItems, type WeightedMetric, weightedMetric } from "./weighted_metric.ts";

/** Share of items that are classified correctly. */
export const accuracy = weightedMetric({
  title: "accuracy",
  direction: "higher",
  level: "video",
  unit: "fraction",
  needs: "one labelled item",
  decisionAlone: true,
  prepareClusters(items, { decision }) {
    const cells = cellsOf(items, decision);
    return itemMean(
      countColumn(cells.length, (k) => cells[k] === 0 || cells[k] === 3),
      items.clusters,
    );
  },
});

/** Mean accuracy of the classes that are present. */
export const balancedAccuracy = decisionMetric(
  { title: "balanced accuracy", unit: "fraction", needs: "one labelled item" },
  ({ truePositives, falsePositives, trueNegatives, falseNegatives }) => {
    const fakes = truePositives + falseNegatives;
    const reals = trueNegatives + falsePositives;
    if (fakes === 0) return defined(trueNegatives / reals);
    if (reals === 0) return defined(truePositives / fakes);
    return defined((truePositives / fakes + trueNegatives / reals) / 2);
  },
);

/** Share of fakes among the items predicted fake. */
export const precision = decisionMetric(
  { title: "precision", unit: "fraction", needs: "one item predicted fake" },
  ({ truePositives, falsePositives }) =>
    ratio(truePositives, {
      of: truePositives + falsePositives,
      orElse: "no item is predicted fake",
    }),
);

/** Share of the fakes that are predicted fake: TPR. */
export const recall = decisionMetric(
  { title: "recall", unit: "fraction", needs: "one fake" },
  ({ truePositives, falseNegatives }) =>
    ratio(truePositives, {
      of: truePositives + falseNegatives,
      orElse: "no video is labelled FAKE",
    }),
);

/** Share of the reals that are predicted fake. */
export const falsePositiveRate = decisionMetric(
  { title: "FPR", unit: "fraction", needs: "one real", direction: "lower" },
  ({ falsePositives, trueNegatives }) =>
    ratio(falsePositives, {
      of: falsePositives + trueNegatives,
      orElse: "no video is labelled REAL",
    }),
);

/** Expected cost of a decision by the costs of the config, per item. */
export const cost = decisionMetric(
  {
    ...{ title: "expected cost", unit: "none", range: [0, Infinity], direction: "lower" },
    needs: "costs in the config",
  },
  (confusion, { costs }) =>
    costs === undefined ? undefinedBecause(NO_COSTS) : expectedCost(confusion, costs),
);

/** The reason why there is no expected cost. */
export const NO_COSTS = "the config gives no costs";

/**
 * Computes the mean cost of an item. With a prior, both error rates are weighted by it instead of by the classes'
 * shares of the items, so that both classes are needed.
 * Source: Elkan, "The foundations of cost-sensitive learning", 2001.
 */
export function expectedCost(confusion: Confusion, costs: Costs): MetricValue {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
  const fakes = truePositives + falseNegatives, reals = trueNegatives + falsePositives;
  const { prior, falsePositive, falseNegative } = costs;
  if (prior === null) {
    const total = falsePositive * falsePositives + falseNegative * falseNegatives;
    return defined(total / (fakes + reals));
  }
  return missingClass({ fakes, reals }) ?? defined(
    prior * falseNegative * falseNegatives / fakes +
      (1 - prior) * falsePositive * falsePositives / reals,
  );
}

/** Harmonic mean of precision and recall. */
export const f1 = decisionMetric(
  { title: "F1", unit: "fraction", needs: "one item that is fake or predicted fake" },
  ({ truePositives, falsePositives, falseNegatives }) =>
    ratio(2 * truePositives, {
      of: 2 * truePositives + falsePositives + falseNegatives,
      orElse: "no video is labelled FAKE or predicted fake",
    }),
);

/** Matthews correlation coefficient of labels and decisions, in [−1, 1]. */
export const mcc = decisionMetric(
  {
    ...{ title: "MCC", unit: "none", range: [-1, 1] },
    needs: "one item of each class, and one predicted as each",
  },
  (confusion) => {
    const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
    const agreement = truePositives * trueNegatives - falsePositives * falseNegatives;
    return ratio(agreement, {
      of: Math.sqrt(marginProduct(confusion)),
      orElse: "all items have the same label or the same decision",
    });
  },
);

/** Product of the margins: fakes × reals × predicted fake × predicted real. */
function marginProduct(counts: Confusion): number {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = counts;
  return (truePositives + falseNegatives) * (trueNegatives + falsePositives) *
    (truePositives + falsePositives) * (trueNegatives + falseNegatives);
}

function ratio(part: number, { of, orElse }: { of: number; orElse: string }): MetricValue {
  return of === 0 ? undefinedBecause(orElse) : defined(part / of);
}

/** Confusion matrix; fake is the positive class. */
export interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Makes a metric of the confusion matrix; without items it has no value. */
function decisionMetric(
  about: Pick<Metric, "title" | "unit" | "range" | "needs"> & Partial<Pick<Metric, "direction">>,
  fromCounts: (confusion: Confusion, options: MetricOptions) => MetricValue,
): WeightedMetric {
  return weightedMetric({
    direction: "higher",
    ...about,
    level: "video",
    decisionAlone: true,
    prepareClusters(items, options) {
      const cells = cellsOf(items, options.decision);
      // Reals and fakes are the same for every variant; only the items predicted fake differ.
      const columns = [
        countColumn(cells.length, (k) => cells[k]! < 2),
        countColumn(cells.length, (k) => cells[k] === 1),
        countColumn(cells.length, (k) => cells[k]! >= 2),
        countColumn(cells.length, (k) => cells[k] === 3),
      ];
      return sumMetric(columns, items.clusters, (counts) => {
        const confusion = confusionOf(counts);
        return confusion === null ? noItems() : fromCounts(confusion, options);
      });
    },
  });
}

/** Cell of the confusion matrix of each item: 2 · (is fake) + (is predicted fake). */
function cellsOf({ labels, probabilities }: ScoredItems, decision: number): Uint8Array {
  return labels.map((label, k) => 2 * label + Number(probabilities[k]! >= decision));
}

/** @param counts reals, reals predicted fake, fakes, fakes predicted fake; `null` if all are 0 */
function confusionOf(counts: Float64Array): Confusion | null {
  const reals = counts[0]!, falsePositives = counts[1]!;
  const fakes = counts[2]!, truePositives = counts[3]!;
  const [trueNegatives, falseNegatives] = [reals - falsePositives, fakes - truePositives];
  if (trueNegatives + falsePositives + falseNegatives + truePositives === 0) return null;
  return { truePositives, falsePositives, trueNegatives, falseNegatives };
}
