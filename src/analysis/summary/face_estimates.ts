import type { Estimate } from "../../records/metric_value.ts";
import {
  type BootstrapOptions,
  clusterIntervals,
  noInterval,
} from "../../metrics/cluster_bootstrap.ts";
import type { MetricOptions } from "../../metrics/contract.ts";
import { FACE_METRIC_NAMES, type FaceMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";
import { intervalMethod } from "../../metrics/interval_method.ts";
import { type ClusteredItems, onceEach } from "../../metrics/weighted_metric.ts";

export interface FaceEstimateOptions extends BootstrapOptions {
  /** Log loss clips probabilities to [clip, 1 − clip]. */
  readonly clip: number;
  /** Whether intervals are computed, whose time grows with faces and draws. */
  readonly drawn: boolean;
}

const NOT_DRAWN = noInterval("the run has too many faces for CIs");

/**
 * Face-level metrics of one variant, with 95 % CIs over groups of videos.
 * @param faces every face of a labelled video that the variant scored, with the video's label and, as its
 * cluster, the video's group
 * @returns estimates whose `n` counts faces
 */
export function estimateFaces(
  faces: ClusteredItems,
  { drawn, clip, ...options }: FaceEstimateOptions,
): Readonly<Record<FaceMetricName, Estimate>> {
  const at = { decision: 0.5, clip }; // neither metric depends on the decision
  const estimates = drawn
    ? drawnEstimates(faces, { ...options, ...at })
    : FACE_METRIC_NAMES.map((name): Estimate => ({
      ...METRICS[name].compute(faces, at),
      interval: NOT_DRAWN,
      n: faces.labels.length,
    }));
  return { faceLogLoss: estimates[0]!, faceAuc: estimates[1]! };
}

/** Estimates with intervals for each of FACE_METRIC_NAMES. */
function drawnEstimates(
  faces: ClusteredItems,
  options: BootstrapOptions & MetricOptions,
): readonly Estimate[] {
  const prepared = FACE_METRIC_NAMES.map((name) => METRICS[name].prepareClusters(faces, options));
  const methodOf = (place: number) => intervalMethod(METRICS[FACE_METRIC_NAMES[place]!]);
  const intervals = clusterIntervals(prepared, faces, { ...options, methodOf });
  const all = onceEach(faces.clusters.count);
  const n = faces.labels.length;
  return prepared.map((ask, place) => ({ ...ask(all), interval: intervals[place]!, n }));
}
