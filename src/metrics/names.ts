/** Every metric, in the order that tables show them; the names of `summary.json`. */
export const METRIC_NAMES = [
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
export type MetricName = (typeof METRIC_NAMES)[number];
