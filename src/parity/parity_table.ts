import type { StageResult } from "./check_stages.ts";
import type { Measure } from "./contract.ts";
import { holds } from "./tally.ts";
import { largest } from "../base/numeric/extremes.ts";

const TITLES = [
  "stage",
  "what is compared",
  "cases",
  "exact",
  "within",
  "worst",
  "tolerance",
  "verdict",
] as const;

/** Number of left-aligned columns; the others are numbers and a verdict. */
const WORDS = 2;

/** Formats results as a table for a terminal, with differing and left-out cases below it. */
export function* parityText(results: readonly StageResult[]): Iterable<string> {
  const rows = [TITLES, ...results.flatMap(rowsOf)];
  const widths = TITLES.map((_, column) => largest(rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    const cells = row.map((cell, column) =>
      column < WORDS ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)
    );
    yield cells.join("  ").trimEnd();
  }
  const notes = notesOf(results);
  if (notes.length > 0) yield "";
  yield* notes;
}

/** Formats results as a table in Markdown, with differing and left-out cases below it. */
export function* parityMarkdown(results: readonly StageResult[]): Iterable<string> {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  yield line(TITLES);
  yield line(TITLES.map((_, column) => column < WORDS ? "---" : "---:"));
  yield* results.flatMap(rowsOf).map(line);
  const notes = notesOf(results);
  if (notes.length > 0) yield "";
  for (const note of notes) yield `- ${note}`;
}

/** Makes one row per measure; only the first has the stage's name. */
function rowsOf({ stage, measures, verdict }: StageResult): string[][] {
  if (measures.length === 0) return [[stage, "", "", "", "", "", "", verdict]];
  return measures.map((measure, i) => [i === 0 ? stage : "", ...cellsOf(measure)]);
}

function cellsOf(measure: Measure): string[] {
  const { what, cases, exact, within, worst, tolerance, unit } = measure;
  const verdict = cases === 0 ? "–" : holds(measure) ? "ok" : "DIFFERS";
  const counts = [cases, exact, within].map(String);
  return [what, ...counts, worstText(worst, unit), withUnit(tolerance, unit), verdict];
}

function worstText(worst: number | null, unit: string): string {
  return worst === null ? "unequal" : withUnit(worst, unit);
}

function withUnit(value: number, unit: string): string {
  if (value === 0) return "0";
  const text = value < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(2)));
  return unit === "" ? text : `${text} ${unit}`;
}

function notesOf(results: readonly StageResult[]): string[] {
  return results.flatMap(({ stage, measures, leftOut }) => [
    ...measures.filter(({ broken }) => broken.length > 0).map(({ what, broken }) =>
      `${stage}: ${what} differ in ${broken.join("; ")}`
    ),
    ...leftOut.map((what) => `${stage}, left out: ${what}`),
  ]);
}
