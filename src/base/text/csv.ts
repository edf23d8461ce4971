/** A cell: text, a number, or empty. */
export type Cell = string | number | null;

/** Text that a spreadsheet would take for a formula, after any apostrophes already present. */
const FORMULA = /^'*[=+\-@\t\r\n]/;

/**
 * Formats one line of RFC 4180 CSV with its CRLF. Numbers are written in the shortest form that reads back as
 * the same number; `null` is an empty cell.
 * @throws RangeError for a number that is not finite
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${csvCells(cells)}\r\n`;
}

/** Formats part of a line. */
export function csvCells(cells: readonly Cell[]): string {
  return cells.map(csvCell).join(",");
}

function csvCell(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return numberCell(cell);
  const text = safeText(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function numberCell(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be written to CSV`);
  return String(value);
}

/**
 * Escapes text that a spreadsheet would run as a formula: an apostrophe is put before a leading `=`, `+`, `-`,
 * `@`, tab or line break. Source: OWASP, "CSV Injection". `plainText` reverses it.
 */
export function safeText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** Reverses `safeText`. */
export function plainText(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
