import type { RunSummary } from "../../records/summary.ts";

/** Warnings of a report, each in one place only. */
export interface SplitWarnings {
  /** Those that a reader must see before any number. */
  readonly leading: readonly string[];
  /** All others, in their order. */
  readonly others: readonly string[];
}

/** Splits the warnings of a run into those for the first lines of its report and the others. */
export function splitWarnings(
  { warnings, dataWarnings }: Pick<RunSummary, "warnings" | "dataWarnings">,
): SplitWarnings {
  const first = dataWarnings.filter(({ kind }) => kind === "demo_classifier")
    .map(({ sentence }) => sentence);
  const leading = warnings.filter((warning) => first.includes(warning));
  return { leading, others: warnings.filter((warning) => !leading.includes(warning)) };
}
