import type { RunSummary } from "../../records/summary.ts";
import { baselineOf, bestOf } from "./verdict_lines.ts";

/** Number of variants shown before the reader chooses. */
const FIRST_CHOICE = 3;

/** Places of the baseline, the best variant and the first others, in config order. */
export function firstChoice(summary: RunSummary): readonly number[] {
  const { variants } = summary;
  const first = [baselineOf(summary), bestOf(summary) ?? baselineOf(summary), ...variants];
  const places = [...new Set(first.map((variant) => variants.indexOf(variant)))];
  return places.slice(0, FIRST_CHOICE).sort((a, b) => a - b);
}
