import type { McNemarTest } from "../../records/comparison.ts";
import { fairCoinTail } from "../../base/numeric/statistics/fair_coin_tail.ts";
import type { LabelledVideos, ScoredVariant } from "../summary/scored_variant.ts";

/**
 * Exact McNemar test of two variants' decisions, each at its own decision threshold: among the videos that only
 * one of them classifies correctly, is it either with probability 1/2?
 * Source: McNemar, Psychometrika 12, 1947; with the binomial distribution instead of the approximation.
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

/** Two-sided exact p of two counts: twice the binomial probability of at most the smaller one, at most 1. */
export function mcNemarP(onlyFirst: number, onlySecond: number): number {
  const rarer = Math.min(onlyFirst, onlySecond);
  return Math.min(1, 2 * fairCoinTail(rarer, onlyFirst + onlySecond));
}
