/** A table; cells are Markdown already. */
export function* table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): Iterable<string> {
  yield `| ${titles.join(" | ")} |\n|${" --- |".repeat(titles.length)}\n`;
  for (const cells of rows) yield `| ${cells.join(" | ")} |\n`;
}

/** Text that Markdown takes literally, on one line. */
export function escaped(text: string): string {
  return onOneLine(text).replace(/[\\`*_[\]<>|~&#]/g, "\\$&");
}

/** Without line breaks and other control characters. */
export function onOneLine(text: string): string {
  // deno-lint-ignore no-control-regex
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ");
}
