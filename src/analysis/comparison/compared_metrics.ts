import type { VideoMetricName } from "../../metrics/names.ts";

/** The metrics of which differences are judged. */
export const COMPARED_METRICS: readonly VideoMetricName[] = ["logLoss", "auc"];
