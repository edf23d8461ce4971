import type { McNemarTest } from "../../records/comparison.ts";
import { fairCoinTail } from "../../base/numeric/statistics/fair_coin_tail.ts";
import type { LabelledVideos, ScoredVariant } from "../summary/variant_estimates.ts";

/**
 * Exact McNemar test of two variants' calls, each at its own decision threshold: among the videos that one
 * alone calls right, are both as often that one?
 * Source: McNemar, Psychometrika 12, 1947; the binomial distribution in place of his approximation.
 */
export function mcNemarTest(
  [first, second]: readonly [ScoredVariant, ScoredVariant],
  { labels }: Pick<LabelledVideos, "labels">,
): McNemarTest {
  let [onlyFirstRight, onlySecondRight] = [0, 0];
  for (let k = 0; k < labels.length; k++) {
    const [firstRight, secondRight] = [first, second]
      .map(({ probabilities, decision }) => probabilities[k]! >= decision === (labels[k] === 1));
    if (firstRight && !secondRight) onlyFirstRight++;
    if (secondRight && !firstRight) onlySecondRight++;
  }
  return {
    onlyFirstRight,
    onlySecondRight,
    pTwoSided: mcNemarP(onlyFirstRight, onlySecondRight),
    ignoresGroups: true,
  };
}

/** Two-sided p of so many against so many: twice the chance of as few as the rarer, at most 1. */
export function mcNemarP(onlyFirst: number, onlySecond: number): number {
  const rarer = Math.min(onlyFirst, onlySecond);
  return Math.min(1, 2 * fairCoinTail(rarer, onlyFirst + onlySecond));
}
