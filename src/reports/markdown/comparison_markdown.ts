import { escapeControls } from "../../base/text/control_characters.ts";
import type { RunComparison } from "../../records/run_comparison.ts";
import { comparisonHeadline, comparisonTitle } from "../sections/comparison_lines.ts";
import { comparisonSections } from "../sections/comparison_sections.ts";
import { type ComparisonSection, meaningsOf } from "../sections/comparison_table.ts";
import { NO_VALUE, timeText } from "../sections/format.ts";
import { escaped } from "./markdown_text.ts";

const LIMITS = { variants: 50, videos: 20 };

/** `comparison.md`: a comparison's results on a page. */
export function* comparisonMarkdown(comparison: RunComparison): Iterable<string> {
  const { before, after, warnings } = comparison;
  yield `# ${plain(comparisonTitle(comparison))}\n\n`;
  yield `**${plain(comparisonHeadline(comparison))}**\n\n`;
  for (const [side, run] of [["before", before], ["after", after]] as const) {
    const commit = run.commit === null ? NO_VALUE : run.commit.slice(0, 12);
    yield `- ${side}: ${plain(run.name)}, ${timeText(run.startedAt)}, Assay ${commit}\n`;
  }
  if (warnings.length > 0) yield "\n> Warnings:\n>\n";
  for (const warning of warnings) yield `> - ${plain(warning)}\n`;
  for (const section of comparisonSections(comparison, LIMITS)) yield* sectionMarkdown(section);
}

function* sectionMarkdown({ title, columns, rows, notes }: ComparisonSection): Iterable<string> {
  yield `\n## ${plain(title)}\n\n`;
  if (rows.length > 0) {
    const isGrouped = rows.some(({ group }) => group !== null);
    const line = (group: string | null, cells: readonly string[]) =>
      `| ${(isGrouped ? [group ?? "", ...cells] : cells).map(plain).join(" | ")} |\n`;
    yield line("", columns.map((column) => column.title));
    const marks = columns.map(({ align }) => align === "left" ? "---" : "---:");
    yield `| ${(isGrouped ? ["---", ...marks] : marks).join(" | ")} |\n`;
    for (const { group, cells } of rows) yield line(group, cells);
    const meanings = meaningsOf(columns);
    if (meanings !== null) yield `\n${plain(meanings)}\n`;
    if (notes.length > 0) yield "\n";
  }
  for (const note of notes) yield `- ${plain(note)}\n`;
}

/** Escaped text without characters that change its direction. */
function plain(text: string): string {
  return escaped(escapeControls(text));
}
