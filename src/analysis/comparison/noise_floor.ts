import type { MetricNoise, NoiseFloor } from "../../records/comparison.ts";
import { byMetric } from "../../records/metric_value.ts";
import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import { sampleDeviation } from "../../base/numeric/statistics/sample_deviation.ts";
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
 * Computes the noise floor: how far each metric and each video's P(fake) vary over repeated runs of one variant.
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
    metrics: byMetric(metrics),
    videos,
    largestVideo: videos.reduce((largest, range) => Math.max(largest, range), 0),
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
  if (missing !== null) return { largest: null, deviation: null, reason: missing };
  const numbers = values.flatMap(({ value }) => value ?? []);
  return { largest: rangeOf(numbers), deviation: sampleDeviation(numbers), reason: null };
}

/** Largest minus smallest value; 0 of none. */
function rangeOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : largest(values) - smallest(values);
}
