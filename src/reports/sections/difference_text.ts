import type { MetricComparison, NoiseFloor } from "../../records/comparison.ts";
import { counted } from "../../base/text/counted.ts";
import { pText, signedIntervalText, signedText, sizeText } from "./format.ts";

/** What "not shown" means, for readers who meet it first. */
export const NOT_SHOWN =
  "Not shown (not significant): the difference may be chance or noise. That is no proof that the two are the same.";

/** `-0.012 (95 % interval -0.020 to -0.004; swap test p = 0.012; after Holm p = 0.048)`. */
export function differenceText(comparison: MetricComparison): string {
  const { difference, swapTest, adjustedP } = comparison;
  const { interval } = difference;
  const grounds = [
    interval.reason === null
      ? `95 % interval ${signedIntervalText(interval)}`
      : `no interval: ${interval.reason}`,
    ...(swapTest.pTwoSided === null ? [] : [`swap test ${pText(swapTest.pTwoSided)}`]),
    ...(adjustedP.value === null ? [] : [`after Holm ${pText(adjustedP.value)}`]),
  ];
  return `${signedText(difference)} (${grounds.join("; ")})`;
}

/** How far log loss moved when nothing was changed: what follows its name. */
export function noiseClause(
  { metrics, runs, videos, movedVideos, largestVideo }: NoiseFloor,
): string {
  const { largest, reason } = metrics.logLoss;
  if (largest === null) return `has no value to compare: ${reason}`;
  if (movedVideos === 0) return `does not move at all (${counted(runs, "run")})`;
  return `moves by up to ${sizeText(largest)} (${counted(runs, "run")}; ${movedVideos} of ` +
    `${counted(videos.length, "video")} moved, P(fake) by up to ${sizeText(largestVideo)})`;
}
