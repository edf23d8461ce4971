import { defined, type MetricValue, undefinedBecause } from "../records/metric_value.ts";
import { type Confusion, decisionMetric } from "./confusion.ts";

/** Share of items called what they are. */
export const accuracy = decisionMetric(
  { title: "accuracy", unit: "fraction", needs: "one labelled item" },
  ({ truePositives, falsePositives, trueNegatives, falseNegatives }) => {
    const right = truePositives + trueNegatives;
    return defined(right / (right + falsePositives + falseNegatives));
  },
);

/** Accuracy of each class, averaged over the classes that are there. */
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

/** Share of fakes among the items called fake. */
export const precision = decisionMetric(
  { title: "precision", unit: "fraction", needs: "one item called fake" },
  ({ truePositives, falsePositives }) =>
    ratio(truePositives, { of: truePositives + falsePositives, orElse: "none is called fake" }),
);

/** Share of the fakes that are called fake: TPR. */
export const recall = decisionMetric(
  { title: "recall", unit: "fraction", needs: "one fake" },
  ({ truePositives, falseNegatives }) =>
    ratio(truePositives, { of: truePositives + falseNegatives, orElse: "none is labelled FAKE" }),
);

/** Harmonic mean of precision and recall. */
export const f1 = decisionMetric(
  { title: "F1", unit: "fraction", needs: "one item that is fake or called so" },
  ({ truePositives, falsePositives, falseNegatives }) =>
    ratio(2 * truePositives, {
      of: 2 * truePositives + falsePositives + falseNegatives,
      orElse: "none is labelled FAKE or called fake",
    }),
);

/** Matthews correlation coefficient: the correlation of being fake with being called fake, in [−1, 1]. */
export const mcc = decisionMetric(
  { title: "MCC", unit: "none", needs: "one item of each class, and one called each" },
  (confusion) => {
    const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
    const agreement = truePositives * trueNegatives - falsePositives * falseNegatives;
    return ratio(agreement, {
      of: Math.sqrt(marginProduct(confusion)),
      orElse: "all have the same label or are called the same",
    });
  },
);

/** Fakes × reals × called fake × called real. */
function marginProduct(counts: Confusion): number {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = counts;
  return (truePositives + falseNegatives) * (trueNegatives + falsePositives) *
    (truePositives + falsePositives) * (trueNegatives + falseNegatives);
}

function ratio(part: number, { of, orElse }: { of: number; orElse: string }): MetricValue {
  return of === 0 ? undefinedBecause(orElse) : defined(part / of);
}
