import { auc } from "./auc.ts";
import { averagePrecision } from "./average_precision.ts";
import { brier } from "./brier.ts";
import {
  accuracy,
  balancedAccuracy,
  cost,
  f1,
  falsePositiveRate,
  mcc,
  precision,
  recall,
} from "./decision_metrics.ts";
import { ece10, ece15 } from "./ece.ts";
import { eer } from "./eer.ts";
import { faceAuc, faceLogLoss } from "./face_metrics.ts";
import { fprAt95Tpr } from "./fpr_at_95_tpr.ts";
import { logLoss, logLossSkill } from "./log_loss.ts";
import { tprAt0p1Fpr, tprAt1Fpr } from "./tpr_at_fpr.ts";
import type { WeightedMetric } from "./weighted_metric.ts";

type Registry = Readonly<Record<string, WeightedMetric>>;

/** Metrics of videos by the name of `summary.json`, in the order in which tables show them. */
export const VIDEO_METRICS = {
  logLoss,
  logLossSkill,
  auc,
  averagePrecision,
  eer,
  fprAt95Tpr,
  tprAt1Fpr,
  tprAt0p1Fpr,
  brier,
  ece10,
  ece15,
  accuracy,
  balancedAccuracy,
  precision,
  recall,
  falsePositiveRate,
  f1,
  mcc,
  cost,
} as const satisfies Registry;

/** Metrics of faces, before any pooling. */
export const FACE_METRICS = {
  faceLogLoss,
  faceAuc,
} as const satisfies Registry;

/** All metrics by name. */
export const METRICS = { ...VIDEO_METRICS, ...FACE_METRICS } as const;
