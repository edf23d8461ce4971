import { eachAlone } from "../../base/numeric/statistics/cluster_resample.ts";
import { logistic, logit } from "../../base/numeric/statistics/logistic.ts";
import type { ScoredItems } from "../../metrics/contract.ts";
import { expectedCost } from "../../metrics/decision_metrics.ts";
import { rankingOf, type ThresholdCounts, thresholdCounts } from "../../metrics/ranking.ts";
import { onceEach } from "../../metrics/weighted_metric.ts";
import type { Costs } from "../../records/costs.ts";
import type { FittedPoint, ThresholdCriterion } from "../../records/operating_point.ts";

/** What a threshold is chosen by. */
export interface ThresholdOptions {
  readonly criterion: ThresholdCriterion;
  /** `null`: none are given; the criterion is not `cost` then. */
  readonly costs: Costs | null;
  /** Probabilities are clipped to [clip, 1 − clip] before their logits are taken. */
  readonly clip: number;
}

/** A threshold and the rates that it has on the items that it was chosen on. */
export type ChosenThreshold = Pick<
  FittedPoint,
  "threshold" | "truePositiveRate" | "falsePositiveRate"
>;

/** Calling a number of the highest scores fake: fakes and reals among them and in all. */
interface Cut {
  readonly hits: number;
  readonly alarms: number;
  readonly fakes: number;
  readonly reals: number;
}

/** A share of a count is met in spite of rounding, such as 0.29 of 100. */
const ROUNDING = 1e-9;

/**
 * Chooses the threshold that is best by a criterion; of equally good ones the highest, except that a TPR to keep is
 * kept with the lowest. The threshold lies midway, in logits, between the lowest score that is called fake and the
 * highest that is not.
 * @param items of both classes
 */
export function chooseThreshold(items: ScoredItems, options: ThresholdOptions): ChosenThreshold {
  const n = items.labels.length;
  const ranking = rankingOf(items, eachAlone(n));
  const counts = thresholdCounts(ranking, onceEach(n));
  const place = bestPlace(counts, valueOf(options));
  const scoreAt = (step: number) =>
    items.probabilities[ranking.order[ranking.stepEnds[step]! - 1]!]!;
  const { hits, alarms, fakes, reals } = cutAt(counts, place);
  return {
    threshold: place === 0
      ? null
      : place === ranking.stepEnds.length
      ? 0
      : between(scoreAt(place), { high: scoreAt(place - 1), clip: options.clip }),
    truePositiveRate: hits / fakes,
    falsePositiveRate: alarms / reals,
  };
}

/** The place with the highest value, the first of several. */
function bestPlace(counts: ThresholdCounts, value: (cut: Cut) => number): number {
  const values = Array.from(counts.hits, (_, place) => value(cutAt(counts, place)));
  return values.reduce((best, one, place) => one > values[best]! ? place : best, 0);
}

function cutAt({ hits, alarms, fakes, reals }: ThresholdCounts, place: number): Cut {
  return { hits: hits[place]!, alarms: alarms[place]!, fakes, reals };
}

/** What a criterion gives for a cut, the higher the better. */
function valueOf({ criterion, costs }: ThresholdOptions): (cut: Cut) => number {
  if (criterion === "balancedAccuracy") {
    // In integers: TPR − FPR times both numbers of items.
    return ({ hits, alarms, fakes, reals }) => hits * reals - alarms * fakes;
  }
  if (criterion === "cost") return (cut) => -costOf(cut, costs!);
  if ("fpr" in criterion) {
    return ({ hits, alarms, reals }) => alarms <= criterion.fpr * reals + ROUNDING ? hits : -1;
  }
  // Among cuts that find enough, fewer false alarms come first, then more finds.
  return ({ hits, alarms, fakes }) =>
    hits >= criterion.tpr * fakes - ROUNDING ? hits / (2 * fakes) - alarms : -Infinity;
}

/** Expected cost of an item; both classes are there. */
function costOf({ hits, alarms, fakes, reals }: Cut, costs: Costs): number {
  const confusion = {
    ...{ truePositives: hits, falseNegatives: fakes - hits },
    ...{ falsePositives: alarms, trueNegatives: reals - alarms },
  };
  return expectedCost(confusion, costs).value!;
}

/** A number above `low`, up to `high`, midway in logits where they differ there. */
function between(low: number, { high, clip }: { readonly high: number; readonly clip: number }) {
  const middle = logistic((logit(low, clip) + logit(high, clip)) / 2);
  return middle > low && middle <= high ? middle : high;
}
