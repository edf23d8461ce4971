import { auc } from "./auc.ts";
import { logLoss } from "./log_loss.ts";
import type { WeightedMetric } from "./weighted_metric.ts";

/** Log loss of face scores before pooling; each face has the label of its video. */
export const faceLogLoss: WeightedMetric = {
  ...logLoss,
  title: "face log loss",
  level: "face",
  needs: "one face of a labelled video",
};

/** Probability that a face of a fake video is scored above a face of a real one, ties counting half. */
export const faceAuc: WeightedMetric = {
  ...auc,
  title: "face ROC AUC",
  level: "face",
  needs: "one face of a video of each class",
};
