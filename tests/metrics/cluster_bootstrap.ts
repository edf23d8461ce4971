import type { Interval } from "../../src/records/metric_value.ts";
import { type BootstrapOptions, clusterIntervals } from "../../src/metrics/cluster_bootstrap.ts";
import type { MetricOptions } from "../../src/metrics/contract.ts";
import { intervalMethod } from "../../src/metrics/interval_method.ts";
import type { WeightedMetric } from "../../src/metrics/weighted_metric.ts";
import { clustersOf } from "../../src/base/numeric/statistics/cluster_resample.ts";
import type { GroupedItems } from "./scored_items.ts";

/** 95 % CI of one metric, by the method that suits it. */
export function clusterBootstrap(
  metric: WeightedMetric,
  items: GroupedItems,
  options: MetricOptions & BootstrapOptions,
): Interval {
  const clustered = { ...items, clusters: clustersOf(items.groups) };
  const prepared = metric.prepareClusters(clustered, options);
  const methodOf = () => intervalMethod(metric);
  return clusterIntervals([prepared], clustered, { ...options, methodOf })[0]!;
}
