import { escapeControls } from "../base/text/control_characters.ts";
import type { BenchResult } from "./result.ts";
import { benchFacts, type BenchTable, benchTables } from "./tables.ts";
import { commandText } from "../reports/sections/format.ts";

/** `bench.md`: a benchmark's result with the command that repeats it. */
export function* benchMarkdown(result: BenchResult): Iterable<string> {
  yield `# bench ${result.subject}\n\n${cell(result.what)}.\n\n`;
  yield `\`\`\`sh\n${escapeControls(commandText(result.command))}\n\`\`\`\n\n`;
  for (const fact of benchFacts(result)) yield `- ${cell(fact)}\n`;
  for (const table of benchTables(result)) yield* tableMarkdown(table);
  if (result.warnings.length > 0) yield "\n## Warnings\n\n";
  for (const warning of result.warnings) yield `- ${cell(warning)}\n`;
}

function* tableMarkdown({ title, head, rows }: BenchTable): Iterable<string> {
  const line = (row: readonly string[]) => `| ${row.map(cell).join(" | ")} |\n`;
  yield `\n## ${cell(title)}\n\n`;
  yield line(head);
  yield `| ${head.map((_, c) => c === 0 ? "---" : "---:").join(" | ")} |\n`;
  for (const row of rows) yield line(head.map((_, c) => row[c] ?? ""));
}

/** Text escaped for a cell of a Markdown table. */
function cell(text: string): string {
  return escapeControls(text).replace(/[\\|`*_<>[\]]/g, "\\$&");
}
