import { FACE_METRICS, METRICS, VIDEO_METRICS } from "./registry.ts";
import type { WeightedMetric } from "./weighted_metric.ts";

export type VideoMetricName = keyof typeof VIDEO_METRICS;
export type FaceMetricName = keyof typeof FACE_METRICS;
export type MetricName = keyof typeof METRICS;

/** Metrics of videos, in the order of tables; their names in `summary.json`. */
export const VIDEO_METRIC_NAMES = Object.keys(VIDEO_METRICS) as readonly VideoMetricName[];

/** Metrics of faces, before pooling. */
export const FACE_METRIC_NAMES = Object.keys(FACE_METRICS) as readonly FaceMetricName[];

/** Every metric. */
export const METRIC_NAMES = Object.keys(METRICS) as readonly MetricName[];

/** Metrics of videos that depend only on the decisions. */
export const DECISION_METRIC_NAMES = VIDEO_METRIC_NAMES.filter((name) => {
  const metric: WeightedMetric = VIDEO_METRICS[name];
  return metric.decisionAlone === true;
});
