import type { Estimate } from "../domain/summary.ts";
import {
  type BootstrapOptions,
  clusterIntervals,
  type GroupedItems,
} from "../metrics/cluster_bootstrap.ts";
import { FACE_METRIC_NAMES, type FaceMetricName } from "../metrics/names.ts";
import { METRICS } from "../metrics/registry.ts";
import { intervalMethod } from "../metrics/interval_method.ts";
import { onceEach } from "../metrics/weighted_metric.ts";

/**
 * Face-level metrics of one variant, with 95 % intervals over groups of videos.
 * @param faces every face of a labelled video that the variant scored, with the video's label and group
 * @param options `clip`: log loss clips probabilities to [clip, 1 − clip]
 * @returns estimates whose `n` counts faces
 */
export function estimateFaces(
  faces: GroupedItems,
  options: BootstrapOptions & { readonly clip: number },
): Readonly<Record<FaceMetricName, Estimate>> {
  const n = faces.labels.length;
  // Neither metric looks at a decision.
  const prepared = FACE_METRIC_NAMES.map((name) =>
    METRICS[name].prepare(faces, { decision: 0.5, clip: options.clip })
  );
  const intervals = clusterIntervals(prepared, faces, {
    ...options,
    methodOf: (place) => intervalMethod(METRICS[FACE_METRIC_NAMES[place]]),
  });
  const estimate = (place: number): Estimate => ({
    ...prepared[place](onceEach(n)),
    interval: intervals[place],
    n,
  });
  return { faceLogLoss: estimate(0), faceAuc: estimate(1) };
}
