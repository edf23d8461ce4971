import { coverageText } from "../../metrics/simulated_coverage.ts";
import type { RunComparison } from "../../records/run_comparison.ts";
import type { RunSummary } from "../../records/summary.ts";
import type { GroupFacts } from "../../records/video.ts";

/**
 * The statement of what a run's intervals hold for, and of how often where that is not 95 %; `null`: it has none, or
 * is older than the statement and has enough groups.
 */
export function summaryScope({ manifest, variants, videos }: RunSummary): string | null {
  const hasInterval = variants.some(({ metrics }) => metrics.logLoss.interval.low !== null);
  return hasInterval ? scopeOf(manifest.dataset.groupFacts, videos) : null;
}

/** The same for a comparison of runs, whose intervals are of differences over the later run's groups. */
export function comparisonScope({ variants, groupFacts, videos }: RunComparison): string | null {
  const hasInterval = variants.some(({ comparison }) =>
    comparison !== null && comparison.metrics.logLoss.difference.interval.low !== null
  );
  return hasInterval ? scopeOf(groupFacts, videos) : null;
}

function scopeOf(
  facts: GroupFacts | undefined,
  { groups }: { readonly groups: number },
): string | null {
  const coverage = coverageText(groups);
  const sentences = [
    ...(facts === undefined ? [] : [`The 95 % CIs hold for ${facts.scope}.`]),
    ...(coverage === null ? [] : [`How often they hold the truth in simulations: ${coverage}.`]),
  ];
  return sentences.length === 0 ? null : sentences.join(" ");
}
