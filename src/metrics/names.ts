/** Metrics of videos, in the order of tables; their names in `summary.json`. */
export const VIDEO_METRIC_NAMES = [
  "logLoss",
  "logLossSkill",
  "auc",
  "averagePrecision",
  "eer",
  "fprAt95Tpr",
  "brier",
  "ece10",
  "ece15",
  "accuracy",
  "balancedAccuracy",
  "precision",
  "recall",
  "f1",
  "mcc",
] as const;
export type VideoMetricName = (typeof VIDEO_METRIC_NAMES)[number];

/** Metrics of faces, before pooling. */
export const FACE_METRIC_NAMES = ["faceLogLoss", "faceAuc"] as const;
export type FaceMetricName = (typeof FACE_METRIC_NAMES)[number];

/** Every metric. */
export const METRIC_NAMES = [...VIDEO_METRIC_NAMES, ...FACE_METRIC_NAMES] as const;
export type MetricName = (typeof METRIC_NAMES)[number];

/** Metrics of videos that depend only on the decisions. */
export const DECISION_METRIC_NAMES: readonly VideoMetricName[] = [
  "accuracy",
  "balancedAccuracy",
  "precision",
  "recall",
  "f1",
  "mcc",
];
