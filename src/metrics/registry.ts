import { auc } from "./auc.ts";
import { averagePrecision } from "./average_precision.ts";
import { brier } from "./brier.ts";
import { accuracy, balancedAccuracy, f1, mcc, precision, recall } from "./decision_metrics.ts";
import { ece10, ece15 } from "./ece.ts";
import { eer } from "./eer.ts";
import { faceAuc, faceLogLoss } from "./face_metrics.ts";
import { fprAt95Tpr } from "./fpr_at_95_tpr.ts";
import { logLoss, logLossSkill } from "./log_loss.ts";
import type { MetricName } from "./names.ts";
import type { WeightedMetric } from "./weighted_metric.ts";

/** All metrics by name. */
export const METRICS = {
  logLoss,
  logLossSkill,
  auc,
  averagePrecision,
  eer,
  fprAt95Tpr,
  brier,
  ece10,
  ece15,
  accuracy,
  balancedAccuracy,
  precision,
  recall,
  f1,
  mcc,
  faceLogLoss,
  faceAuc,
} as const satisfies Record<MetricName, WeightedMetric>;
