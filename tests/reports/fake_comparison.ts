import { COMPARE_RUNS_DEFAULTS, compareRuns } from "../../src/analysis/comparison/compare_runs.ts";
import type { Settings } from "../../src/records/manifest.ts";
import type { RunComparison } from "../../src/records/run_comparison.ts";
import { comparableRun } from "../../src/runs/comparable_run.ts";
import { fakeRun } from "../runs/fake_run.ts";
import { journalOf } from "../analysis/summary/fake_summary.ts";

/** What differs from the reference, by variant, before and after. */
export interface FakeComparison {
  readonly before: Readonly<Record<string, Settings>>;
  readonly after: Readonly<Record<string, Settings>>;
  readonly filenames?: readonly string[];
}

export function fakeComparison({ before, after, filenames }: FakeComparison): RunComparison {
  const run = (name: string, variants: FakeComparison["before"]) => {
    const made = fakeRun({
      videos: 24,
      facesPerVideo: 1,
      variants,
      ...(filenames && { filenames }),
    });
    return comparableRun(made.manifest, journalOf(made), { name });
  };
  const options = { ...COMPARE_RUNS_DEFAULTS, draws: 200, swaps: 99 };
  return compareRuns(run("A", before), run("B", after), options);
}
