import { invertIncreasing } from "../../base/numeric/statistics/invert_increasing.ts";
import { logistic, logit } from "../../base/numeric/statistics/logistic.ts";
import type { ScoredItems } from "../../metrics/contract.ts";
import { defined, type MetricValue, undefinedBecause } from "../../records/metric_value.ts";

/** Largest inverse temperature that is looked for. */
const LARGEST_INVERSE = 2 ** 20;

/** A sum of logits that is 0 but for rounding, as a share of their sizes. */
const ROUNDING = 1e-13;

/** Options of temperature scaling. */
export interface ScalingOptions {
  /** Probabilities are clipped to [clip, 1 − clip] before their logits are taken. */
  readonly clip: number;
}

/**
 * Fits the temperature with the lowest log loss: every logit is divided by it. In its inverse the log loss is convex,
 * so that the optimum is where its slope is 0, found down to the last bit.
 * Source: Guo and others, "On calibration of modern neural networks", 2017.
 * @param items at least one
 * @returns above 0; no value where the log loss only falls as the temperature goes to 0, or to infinity
 */
export function fitTemperature(
  { labels, probabilities }: ScoredItems,
  { clip }: ScalingOptions,
): MetricValue {
  /** Logits that are positive where the item is on the right side of 0.5. */
  const margins = probabilities.map((p, k) => (labels[k] === 1 ? 1 : -1) * logit(p, clip));
  const slope = (inverse: number) =>
    margins.reduce((sum, margin) => sum - margin * logistic(-inverse * margin), 0);
  const size = margins.reduce((sum, margin) => sum + Math.abs(margin), 0);
  if (slope(0) >= -ROUNDING * size) {
    return undefinedBecause(
      "no temperature brings the log loss below that of 0.5 for every video",
    );
  }
  const furthest = { target: 0, low: 0, high: LARGEST_INVERSE };
  if (margins.every((margin) => margin >= 0) || slope(LARGEST_INVERSE) < 0) {
    return undefinedBecause(
      "every video is on the right side of 0.5, so that the log loss falls as the temperature goes to 0",
    );
  }
  return defined(1 / invertIncreasing(slope, furthest));
}

/** P(fake) with its logit divided by a temperature. */
export function calibrated(
  probability: number,
  { temperature, clip }: ScalingOptions & { readonly temperature: number },
): number {
  return logistic(logit(probability, clip) / temperature);
}
