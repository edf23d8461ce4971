import { escapeControlsInLines } from "../../base/text/control_characters.ts";
import type { RunComparison } from "../../records/run_comparison.ts";

/** `comparison.json`: a whole comparison. */
export function* comparisonJson(comparison: RunComparison): Iterable<string> {
  yield `${escapeControlsInLines(JSON.stringify({ schemaVersion: 2, ...comparison }, null, 2))}\n`;
}
