/** A cell: text, a number, or nothing. */
export type Cell = string | number | null;

/** What a spreadsheet would take for a formula, behind any apostrophes that are there already. */
const FORMULA = /^'*[=+\-@\t\r\n]/;

/**
 * One line of RFC 4180 CSV with its CRLF. Numbers are written in full precision, in the shortest form that
 * reads back as the same number; `null` is an empty cell.
 * @throws RangeError for a number that is not finite
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${csvCells(cells)}\r\n`;
}

/** A part of such a line. */
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
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be a cell`);
  return String(value);
}

/**
 * Text that no spreadsheet runs as a formula: an apostrophe goes before `=`, `+`, `-`, `@`, a tab and a line
 * break at the start. Source: OWASP, "CSV Injection". `plainText` takes it off again.
 */
export function safeText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

/** The text that `safeText` was given. */
export function plainText(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
}
