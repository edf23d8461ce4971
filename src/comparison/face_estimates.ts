import type { Interval } from "../domain/metric_value.ts";
import type { Estimate } from "../domain/summary.ts";
import {
  type BootstrapOptions,
  clusterIntervals,
  type GroupedItems,
} from "../metrics/cluster_bootstrap.ts";
import { FACE_METRIC_NAMES, type FaceMetricName } from "../metrics/names.ts";
import { METRICS } from "../metrics/registry.ts";
import { intervalMethod } from "../metrics/interval_method.ts";
import { clustersOf } from "../numeric/cluster_resample.ts";
import { onceEach } from "../metrics/weighted_metric.ts";

export interface FaceEstimateOptions extends BootstrapOptions {
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
  /** Whether intervals are drawn, which takes time by faces and draws. */
  readonly drawn: boolean;
}

const NOT_DRAWN: Interval = {
  low: null,
  high: null,
  reason: "the run has too many faces to draw intervals for them",
};

/**
 * Face-level metrics of one variant, with 95 % intervals over groups of videos.
 * @param faces every face of a labelled video that the variant scored, with the video's label and group
 * @returns estimates whose `n` counts faces
 */
export function estimateFaces(
  faces: GroupedItems,
  options: FaceEstimateOptions,
): Readonly<Record<FaceMetricName, Estimate>> {
  const n = faces.labels.length;
  const clustered = { ...faces, clusters: clustersOf(faces.groups) };
  // Neither metric looks at a decision.
  const prepared = FACE_METRIC_NAMES.map((name) =>
    METRICS[name].prepareClusters(clustered, { decision: 0.5, clip: options.clip })
  );
  const methodOf = (place: number) => intervalMethod(METRICS[FACE_METRIC_NAMES[place]]);
  const intervals = options.drawn
    ? clusterIntervals(prepared, clustered, { ...options, methodOf })
    : prepared.map(() => NOT_DRAWN);
  const estimate = (place: number): Estimate => ({
    ...prepared[place](onceEach(clustered.clusters.count)),
    interval: intervals[place],
    n,
  });
  return { faceLogLoss: estimate(0), faceAuc: estimate(1) };
}
