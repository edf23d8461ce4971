import { escapeControls } from "../base/text/control_characters.ts";
import type { BenchResult } from "./result.ts";
import { benchFacts, type BenchTable, benchTables } from "./tables.ts";
import { paint } from "../reports/terminal/paint.ts";
import { largest } from "../base/numeric/extremes.ts";

const GAP = "  ";

/** A benchmark's result for a terminal. */
export function* benchText(
  result: BenchResult,
  { colour }: { readonly colour: boolean },
): Iterable<string> {
  yield `${paint(`bench ${result.subject}`, "bold", { colour })}: ${escapeControls(result.what)}\n`;
  for (const fact of benchFacts(result)) {
    yield `${paint(`  ${escapeControls(fact)}`, "dim", { colour })}\n`;
  }
  for (const table of benchTables(result)) yield* tableText(table, colour);
  if (result.warnings.length > 0) yield "\n";
  for (const warning of result.warnings) yield `! ${escapeControls(warning)}\n`;
}

/** A table with left-aligned names and right-aligned numbers. */
function* tableText({ title, head, rows }: BenchTable, colour: boolean): Iterable<string> {
  const cells = [head, ...rows].map((row) => row.map(escapeControls));
  const widths = head.map((_, c) => largest(cells.map((row) => row[c]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    GAP + row.map((cell, c) => c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!))
      .join(GAP).trimEnd();
  yield `\n${title}\n`;
  yield `${paint(line(cells[0]!), "dim", { colour })}\n`;
  for (const row of cells.slice(1)) yield `${line(row)}\n`;
}
