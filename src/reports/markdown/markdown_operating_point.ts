import type { RunSummary } from "../../records/summary.ts";
import { operatingSection } from "../sections/operating_lines.ts";
import { escaped, table } from "./markdown_text.ts";

/** Thresholds and temperatures, fitted on one split and applied to another. */
export function* markdownOperatingPoint(summary: RunSummary): Iterable<string> {
  const section = operatingSection(summary);
  if (section === null) return;
  yield "\n## Operating point\n\n";
  for (const note of section.notes) yield `- ${escaped(note)}\n`;
  if (section.rows.length === 0) return;
  yield "\n";
  yield* table(section.titles, section.rows.map((row) => row.map(escaped)));
}
