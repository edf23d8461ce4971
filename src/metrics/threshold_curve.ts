import type { ScoredItems } from "./contract.ts";
import { eachAlone } from "../base/numeric/statistics/cluster_resample.ts";
import { rankingOf, thresholdCounts } from "./ranking.ts";
import { onceEach } from "./weighted_metric.ts";

/** Rates when items scored at or above `threshold` are predicted fake. Shares in [0, 1]. */
export interface ThresholdPoint {
  /** A probability that occurs; `null`: above all probabilities. */
  readonly threshold: number | null;
  /** Share of the fakes predicted fake: TPR, recall. */
  readonly truePositiveRate: number;
  /** Share of the reals predicted fake. */
  readonly falsePositiveRate: number;
  /** Share of fakes among items predicted fake; 1 if there are none, as in scikit-learn. */
  readonly precision: number;
}

/**
 * The points of the ROC and of the precision-recall curve, from the highest threshold to the lowest, one for
 * each distinct probability; the first is above all.
 * @returns no points unless both classes are present
 */
export function thresholdCurve(items: ScoredItems): readonly ThresholdPoint[] {
  const n = items.labels.length;
  const ranking = rankingOf(items, eachAlone(n));
  const { hits, alarms, fakes, reals } = thresholdCounts(ranking, onceEach(n));
  if (fakes === 0 || reals === 0) return [];
  return Array.from(hits, (found, k) => ({
    threshold: k === 0 ? null : items.probabilities[ranking.order[ranking.stepEnds[k - 1]! - 1]!]!,
    truePositiveRate: found / fakes,
    falsePositiveRate: alarms[k]! / reals,
    precision: k === 0 ? 1 : found / (found + alarms[k]!),
  }));
}
