import type { MetricValue } from "../../records/metric_value.ts";
import { VIDEO_METRIC_NAMES, type VideoMetricName } from "../../metrics/names.ts";
import { METRICS } from "../../metrics/registry.ts";

/**
 * Lists for each variant the metrics in which no variant is better; a metric in which all are equal has no best.
 * @param variants each variant's metrics
 */
export function bestMetrics(
  variants: readonly Readonly<Record<VideoMetricName, MetricValue>>[],
): readonly (readonly VideoMetricName[])[] {
  const best = new Map(VIDEO_METRIC_NAMES.map((name) => [name, bestValue(variants, name)]));
  return variants.map((metrics) =>
    VIDEO_METRIC_NAMES.filter((name) =>
      best.get(name) !== null && metrics[name].value === best.get(name)
    )
  );
}

/** The best value; `null`: no variant has a value, or all have the same. */
function bestValue(
  variants: readonly Readonly<Record<VideoMetricName, MetricValue>>[],
  name: VideoMetricName,
): number | null {
  const values = variants.flatMap((metrics) => metrics[name].value ?? []);
  const sign = METRICS[name].direction === "lower" ? 1 : -1;
  const [first, ...rest] = values.toSorted((a, b) => sign * (a - b));
  return first === undefined || first === rest.at(-1) ? null : first;
}
