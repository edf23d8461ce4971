import { escapeControls } from "../../base/text/control_characters.ts";
import { onOneLine } from "../../base/text/on_one_line.ts";

/** A table; cells are already Markdown. */
export function* table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): Iterable<string> {
  yield `| ${titles.join(" | ")} |\n|${" --- |".repeat(titles.length)}\n`;
  for (const cells of rows) yield `| ${cells.join(" | ")} |\n`;
}

/** Text escaped for Markdown, on one line. */
export function escaped(text: string): string {
  return escapeControls(onOneLine(text).replace(/[\\`*_[\]<>|~&#]/g, "\\$&"));
}
