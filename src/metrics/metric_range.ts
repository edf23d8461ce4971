import type { Metric, MetricOptions } from "./contract.ts";

/** The lowest and the highest value that a metric can have. */
export type MetricRange = readonly [low: number, high: number];

/** The values that a metric can have: its own range, else that of its unit. */
export function metricRange(
  { unit, range }: Pick<Metric, "unit" | "range">,
  { clip }: Pick<MetricOptions, "clip">,
): MetricRange {
  if (range !== undefined) return range;
  switch (unit) {
    case "fraction":
      return [0, 1];
    case "nats":
      return [0, -Math.log(clip)];
    case "none":
      return [-Infinity, Infinity];
    default:
      return unit satisfies never;
  }
}
