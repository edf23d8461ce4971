import { coverageText } from "../../metrics/simulated_coverage.ts";
import { escapeControlsInLines } from "../../base/text/control_characters.ts";
import type { CheckResult } from "../../records/gate_verdict.ts";
import type { StageCounts } from "../../records/run_comparison.ts";
import { checkHeadline, judgedVariants, multiplicityLine } from "../sections/check_lines.ts";

/** A check as JSON: verdicts, first differing stages by variant, differences in configuration and environment. */
export function* checkJson(result: CheckResult): Iterable<string> {
  const { outcome, baseline, comparison, verdicts } = result;
  const { after, videos, configuration, environment, warnings } = comparison;
  const begins: Record<string, StageCounts | null> = Object.fromEntries(
    judgedVariants(result).map((variant) => [variant.name, variant.begins]),
  );
  const text = {
    ...{ schemaVersion: 1, outcome, headline: checkHeadline(result), baseline, run: after, videos },
    coverage: coverageText(comparison.videos.groups),
    ...{ scope: comparison.groupFacts?.scope ?? null, multiplicity: multiplicityLine(result) },
    ...{ verdicts, begins, configuration, environment, warnings },
  };
  yield `${escapeControlsInLines(JSON.stringify(text, null, 2))}\n`;
}
