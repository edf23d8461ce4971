import { logLossOf } from "../../base/numeric/statistics/log_loss_of.ts";
import { clustersOf } from "../../base/numeric/statistics/cluster_resample.ts";
import type { LabelledVideos } from "../summary/variant_estimates.ts";

/** Log losses of two variants, video by video. */
export interface LossDifference {
  /** First minus second, nats, in the order of the videos. */
  readonly videos: Float64Array;
  /** Their mean; `null` without videos. */
  readonly mean: number | null;
  /** Standard deviation of the mean when whole groups swap the two at random; `null` without videos. */
  readonly swapDeviation: number | null;
}

/**
 * @param scores P(fake) by the first and by the second
 * @param options `clip`: log loss clips probabilities to [clip, 1 − clip]
 */
export function lossDifference(
  [first, second]: readonly [Float64Array, Float64Array],
  { labels, groups }: LabelledVideos,
  { clip }: { readonly clip: number },
): LossDifference {
  const lossOf = (probability: number, k: number) =>
    logLossOf(probability, { truth: labels[k] === 1 ? 1 : 0, clip });
  const videos = first.map((p, k) => lossOf(p, k) - lossOf(second[k], k));
  if (videos.length === 0) return { videos, mean: null, swapDeviation: null };
  const { ofItem, count } = clustersOf(groups);
  const sums = new Float64Array(count);
  videos.forEach((difference, k) => sums[ofItem[k]] += difference);
  // A swap turns the sign of a group's sum; signs are independent, with mean 0 and variance 1.
  const squares = sums.reduce((sum, groupSum) => sum + groupSum ** 2, 0);
  return {
    videos,
    mean: videos.reduce((sum, difference) => sum + difference, 0) / videos.length,
    swapDeviation: Math.sqrt(squares) / videos.length,
  };
}
