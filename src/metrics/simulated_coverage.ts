/** Metrics whose coverage is simulated. */
export const COVERED_METRICS = ["logLoss", "auc", "brier", "accuracy"] as const;
export type CoveredMetric = typeof COVERED_METRICS[number];
