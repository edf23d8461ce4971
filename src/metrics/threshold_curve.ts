import type { ScoredItems } from "./contract.ts";
import { eachAlone } from "../base/numeric/statistics/cluster_resample.ts";
import { rankingOf, thresholdCounts } from "./ranking.ts";
import { onceEach } from "./weighted_metric.ts";

/** What is called fake when everything scored at or above `threshold` is. Shares in [0, 1]. */
export interface ThresholdPoint {
  /** A probability that occurs; `null`: above all of them. */
  readonly threshold: number | null;
  /** Share of the fakes called fake: TPR, recall. */
  readonly truePositiveRate: number;
  /** Share of the reals called fake. */
  readonly falsePositiveRate: number;
  /** Share of fakes among those called fake; 1 where none is, as scikit-learn's curve ends. */
  readonly precision: number;
}

/**
 * The points of the ROC and of the precision-recall curve, from the highest threshold to the lowest, one for
 * each distinct probability; the first is above all.
 * @returns no point at all unless both classes are there
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
