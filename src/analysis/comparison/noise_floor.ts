import type { MetricNoise, NoiseFloor } from "../../records/comparison.ts";
import { byMetric } from "../../records/metric_value.ts";
import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import { meanOf, sampleDeviation } from "../../base/numeric/statistics/sample_deviation.ts";
import { studentQuantile } from "../../base/numeric/statistics/student_quantile.ts";
import { counted } from "../../base/text/counted.ts";
import { largest, smallest } from "../../base/numeric/extremes.ts";

/** Repeated runs of one variant. */
export interface RepeatedRuns {
  /** P(fake) of every video by each run, the first run included. */
  readonly runs: readonly Float64Array[];
  /** Videos are called fake at or above it, in (0, 1). */
  readonly decision: number;
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
}

/**
 * Computes the noise floor: by how much one further unchanged run may differ from the first one, in each metric and in
 * the P(fake) of any video, with 95 % confidence.
 * @param labels 1 is fake, 0 is real, in the order of the videos
 */
export function noiseFloor(repeated: RepeatedRuns, labels: Uint8Array): NoiseFloor {
  const { runs } = repeated;
  const metrics = VIDEO_METRIC_NAMES.map((name) =>
    [name, metricNoise(name, repeated, labels)] as const
  );
  const videos = Array.from(labels, (_, k) => rangeOf(runs.map((run) => run[k]!)));
  return {
    runs: runs.length,
    meaning:
      `95 % prediction bound from ${
        counted(runs.length - 1, "repeat")
      }: one more unchanged run differs from ` +
      "the first by more in about 5 % of cases, if every run varies",
    metrics: byMetric(metrics),
    videos,
    videoBound: Math.min(1, predictionBound(runs, largestDifference)),
    movedVideos: videos.filter((range) => range > 0).length,
  };
}

function metricNoise(
  name: VideoMetricName,
  { runs, decision, clip }: RepeatedRuns,
  labels: Uint8Array,
): MetricNoise {
  const values = runs.map((probabilities) =>
    METRICS[name].compute({ labels, probabilities }, { decision, clip })
  );
  const missing = values.find(({ value }) => value === null)?.reason ??
    (runs.length < 2 ? "the variant ran only once" : null);
  if (missing !== null) return { bound: null, deviation: null, reason: missing };
  const numbers = values.flatMap(({ value }) => value ?? []);
  const bound = predictionBound(numbers, (a, b) => Math.abs(a - b));
  return { bound, deviation: sampleDeviation(numbers), reason: null };
}

/**
 * Computes the 95 % prediction bound of the difference between two runs: the root mean square of the differences between
 * all pairs of the K + 1 runs, times the 97.5 % quantile of Student's t with K degrees of freedom. For a number with
 * normal noise the root mean square is √2 s, and the bound that of normal theory. For the largest change of any video
 * the same multiple was chosen by simulation: with few videos it is needed, with many videos and light tails it is more
 * than needed, and with heavy tails (Student's t with 2 degrees of freedom on the logit) it is just enough.
 * @param differenceOf at least 0
 * @returns 0 where all runs are equal, or there is only one
 */
function predictionBound<Run>(
  runs: readonly Run[],
  differenceOf: (one: Run, other: Run) => number,
): number {
  if (runs.length < 2) return 0;
  const squares = runs.flatMap((one, i) =>
    runs.slice(i + 1).map((other) => differenceOf(one, other) ** 2)
  );
  return studentQuantile(0.975, runs.length - 1) * Math.sqrt(meanOf(squares));
}

/** The largest difference of P(fake) of any video; 0 without videos. */
function largestDifference(one: Float64Array, other: Float64Array): number {
  return one.reduce((most, p, k) => Math.max(most, Math.abs(p - other[k]!)), 0);
}

/** Largest minus smallest value; 0 of none. */
function rangeOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : largest(values) - smallest(values);
}
