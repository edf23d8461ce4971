import { escapeControls } from "../../base/text/control_characters.ts";
import type { RunComparison } from "../../records/run_comparison.ts";
import { comparisonHeadline, comparisonTitle } from "../sections/comparison_lines.ts";
import { comparisonSections } from "../sections/comparison_sections.ts";
import {
  type ComparisonColumn,
  type ComparisonRow,
  type ComparisonSection,
  meaningsOf,
} from "../sections/comparison_table.ts";
import { paint } from "./paint.ts";
import { largest } from "../../base/numeric/extremes.ts";

export interface ComparisonTextOptions {
  /** Characters that fit on a line. */
  readonly width: number;
  /** Whether the terminal shows bold and dim text. */
  readonly colour: boolean;
}

const GAP = "  ";
const LIMITS = { variants: 12, videos: 10 };
/** Rows with one of these cells are printed in bold. */
const HIGHLIGHTED: readonly string[] = ["better", "worse"];

/** A comparison of two runs for a terminal. */
export function* comparisonText(
  comparison: RunComparison,
  options: ComparisonTextOptions,
): Iterable<string> {
  yield `${paint(escapeControls(comparisonTitle(comparison)), "bold", options)}\n`;
  for (const section of comparisonSections(comparison, LIMITS)) {
    yield* sectionText(section, options);
  }
  yield "\n";
  for (const warning of comparison.warnings) {
    yield `${wrapped(`! ${warning}`, options.width).join(`\n${GAP}`)}\n`;
  }
  const headline = wrapped(comparisonHeadline(comparison), options.width);
  yield `${headline.map((line) => paint(line, "bold", options)).join("\n")}\n`;
}

function* sectionText(
  section: ComparisonSection,
  options: ComparisonTextOptions,
): Iterable<string> {
  yield `\n${paint(escapeControls(section.title), "bold", options)}\n`;
  if (section.rows.length > 0) yield* tableText(section, options);
  for (const note of section.notes) {
    yield* noteText(note, options);
  }
}

function* noteText(note: string, options: ComparisonTextOptions): Iterable<string> {
  for (const line of wrapped(note, options.width - GAP.length)) {
    yield `${GAP}${paint(line, "dim", options)}\n`;
  }
}

/** A table with its rows under the titles of their groups. */
function* tableText(section: ComparisonSection, options: ComparisonTextOptions): Iterable<string> {
  const { columns, rows } = narrowed(section, options.width);
  const widths = widthsOf(columns, rows);
  const indent = rows.some(({ group }) => group !== null) ? GAP + GAP : GAP;
  const line = (cells: readonly string[]) =>
    indent +
    cells.map((cell, c) =>
      columns[c]!.align === "left" ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)
    ).join(GAP).trimEnd();
  yield `${paint(line(columns.map(({ title }) => title)), "dim", options)}\n`;
  let last: string | null = null;
  for (const { group, cells } of rows) {
    if (group !== null && group !== last) yield `${GAP}${group}\n`;
    last = group;
    const isHighlighted = cells.some((cell) => HIGHLIGHTED.includes(cell));
    yield `${isHighlighted ? paint(line(cells), "bold", options) : line(cells)}\n`;
  }
  const meanings = meaningsOf(columns);
  if (meanings !== null) yield* noteText(meanings, options);
}

/** The table without the columns that do not fit; cells are safe to print. */
function narrowed(
  section: ComparisonSection,
  width: number,
): Pick<ComparisonSection, "columns" | "rows"> {
  let kept = section.columns.map((_, c) => c);
  while (true) {
    const columns = kept.map((c) => section.columns[c]!);
    const rows = section.rows.map(({ group, cells }) => ({
      group: group === null ? null : escapeControls(group),
      cells: kept.map((c) => escapeControls(cells[c]!)),
    }));
    const spare = largest(columns.map((column) => column.spare));
    const used = widthsOf(columns, rows).reduce((sum, one) => sum + GAP.length + one, GAP.length);
    if (spare === 0 || used + GAP.length <= width) return { columns, rows };
    kept = kept.filter((c) => section.columns[c]!.spare !== spare);
  }
}

function widthsOf(
  columns: readonly ComparisonColumn[],
  rows: readonly ComparisonRow[],
): readonly number[] {
  return columns.map(({ title }, c) =>
    Math.max(title.length, largest(rows.map(({ cells }) => cells[c]!.length)))
  );
}

/** Lines of a text, broken at spaces. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of escapeControls(text).split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
