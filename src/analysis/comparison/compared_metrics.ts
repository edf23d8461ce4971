import type { VideoMetricName } from "../../metrics/names.ts";

/** The metrics of which differences are judged. */
export const COMPARED_METRICS = ["logLoss", "auc"] as const satisfies readonly VideoMetricName[];

/** Tells whether differences of a metric are judged. */
export function isCompared(name: VideoMetricName): boolean {
  return COMPARED_METRICS.some((compared) => compared === name);
}
