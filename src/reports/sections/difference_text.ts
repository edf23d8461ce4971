import {
  FEW_REPEATS,
  FEW_REPEATS_DOUBT,
  type Finding,
  type MetricComparison,
  type NoiseFloor,
} from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import { correctionText } from "./p_values.ts";
import { pText, signedIntervalText, signedText, sizeText } from "./format.ts";

/** Explanation of "not significant". */
export const NOT_SIGNIFICANT =
  "Not significant does not mean equal: a difference may be too small to detect with these videos.";

/** A finding in words. */
export function findingText(finding: Finding): string {
  switch (finding) {
    case "better":
    case "worse":
    case "equal":
      return finding;
    case "not shown":
      return "not significant";
    case "unknown":
      return "cannot be judged";
    default:
      return finding satisfies never;
  }
}

/** `-0.012 (95 % CI -0.020 to -0.004, p = 0.012; permutation test p = 0.009; adjusted p = 0.048 after …)`. */
export function differenceText(comparison: MetricComparison): string {
  const { difference, test, swapTest, adjustedP, family } = comparison;
  const { interval } = difference;
  const grounds = [
    interval.reason === null
      ? `95 % CI ${signedIntervalText(interval)}${test.p === null ? "" : `, ${pText(test.p)}`}`
      : `no interval: ${interval.reason}`,
    ...(swapTest.pTwoSided === null ? [] : [`permutation test ${pText(swapTest.pTwoSided)}`]),
    ...(adjustedP.value === null
      ? []
      : [`adjusted ${pText(adjustedP.value)} ${correctionText(family)}`.trimEnd()]),
  ];
  return `${signedText(difference)} (${grounds.join("; ")})`;
}

/** The noise floor of log loss as the predicate of a sentence about a variant's log loss. */
export function noiseClause(
  { metrics, runs, videos, movedVideos, videoBound }: NoiseFloor,
): string {
  const { bound, reason } = metrics.logLoss;
  if (bound === null) return `has no value: ${reason}`;
  const repeats = counted(runs - 1, "repeat");
  const few = runs - 1 < FEW_REPEATS ? `; ${FEW_REPEATS_DOUBT}` : "";
  if (movedVideos === 0) return `is the same in all ${counted(runs, "run")}${few}`;
  return `differs by at most ${
    sizeText(bound)
  } in one more unchanged run (95 % prediction bound from ` +
    `${repeats}), P(fake) of a video by at most ${sizeText(videoBound)}; P(fake) varied in ` +
    `${movedVideos} of ${counted(videos.length, "video")}${few}`;
}
