import type { RunComparison } from "../../records/run_comparison.ts";
import type { RunSummary } from "../../records/summary.ts";
import type { GroupFacts } from "../../records/video.ts";

/** The statement of what a run's intervals hold for; `null`: it has none, or is older than the statement. */
export function summaryScope({ manifest, variants }: RunSummary): string | null {
  const hasInterval = variants.some(({ metrics }) => metrics.logLoss.interval.low !== null);
  return hasInterval ? scopeOf(manifest.dataset.groupFacts) : null;
}

/** The same for a comparison of runs, whose intervals are of differences over the later run's groups. */
export function comparisonScope({ variants, groupFacts }: RunComparison): string | null {
  const hasInterval = variants.some(({ comparison }) =>
    comparison !== null && comparison.metrics.logLoss.difference.interval.low !== null
  );
  return hasInterval ? scopeOf(groupFacts) : null;
}

function scopeOf(groups: GroupFacts | undefined): string | null {
  return groups === undefined ? null : `The 95 % CIs hold for ${groups.scope}.`;
}
