import type { Estimate, MetricFacts } from "../domain/summary.ts";

/**
 * What a difference from the baseline amounts to: `better` and `worse` only where its 95 % interval leaves
 * zero out; `equal` where it is zero in every sample; `not significant` where it only holds zero; `unknown`
 * where there is no interval.
 */
export type Reading = "better" | "worse" | "equal" | "not significant" | "unknown";

export function readingOf(
  difference: Estimate,
  { direction }: Pick<MetricFacts, "direction">,
): Reading {
  const { low, high } = difference.interval;
  if (difference.value === null || low === null) return "unknown";
  if (low === 0 && high === 0) return "equal";
  if (low <= 0 && high >= 0) return "not significant";
  return (high < 0) === (direction === "lower") ? "better" : "worse";
}
