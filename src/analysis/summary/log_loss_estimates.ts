import type { Estimate } from "../../records/metric_value.ts";
import {
  type BootstrapOptions,
  noInterval,
  sampledInterval,
  whyNoInterval,
} from "../../metrics/cluster_bootstrap.ts";
import { sampledMetrics } from "../../metrics/cluster_samples.ts";
import { intervalMethod } from "../../metrics/interval_method.ts";
import { METRICS } from "../../metrics/registry.ts";
import type { ClusteredItems } from "../../metrics/weighted_metric.ts";
import { clustersOf } from "../../base/numeric/statistics/cluster_resample.ts";
import type { LabelledVideos } from "./scored_variant.ts";

/** Some of the videos with a variant's scores. */
export interface ScoredPart {
  /** Places of these videos. */
  readonly kept: Uint32Array;
  /** P(fake) of each of them. */
  readonly probabilities: Float64Array;
}

/**
 * Estimates log loss over parts of the videos, such as those that a variant scored. Samples are of the groups of
 * all videos, the same for every part.
 */
export function estimateLogLosses(
  parts: readonly ScoredPart[],
  { labels, groups }: LabelledVideos,
  { clip, ...options }: BootstrapOptions & { readonly clip: number },
): readonly Estimate[] {
  const { ofItem, count } = clustersOf(groups);
  const items = parts.map(({ kept, probabilities }): ClusteredItems => ({
    labels: Uint8Array.from(kept, (k) => labels[k]!),
    probabilities,
    clusters: { ofItem: Uint32Array.from(kept, (k) => ofItem[k]!), count },
  }));
  const prepared = items.map((part) =>
    // Log loss does not depend on the decision.
    METRICS.logLoss.prepareClusters(part, { decision: 0.5, clip })
  );
  return sampledMetrics(prepared, { ...options, count }).map((sampled, p) => {
    const { labels: truth, clusters } = items[p]!;
    const own = new Set(clusters.ofItem).size;
    const obstacle = whyNoInterval(truth, own);
    const interval = obstacle === null
      ? sampledInterval(sampled, { method: intervalMethod(METRICS.logLoss), groups: own })
      : noInterval(obstacle);
    return { ...sampled.own, interval, n: truth.length };
  });
}
