import { compareCodePoints } from "../../base/text/compare_code_points.ts";
import { safeText } from "../../base/text/csv.ts";

/** A video of a submission. */
export interface SubmissionRow {
  /** Path inside the dataset; the submission keeps the name without its folder. */
  readonly filename: string;
  /** P(fake), in [0, 1]. */
  readonly label: number;
}

/**
 * Kaggle's submission file: `filename,label`, sorted by name, names without their folder, labels as the
 * shortest decimal that reads back as the same number.
 */
export function* submissionCsv(rows: readonly SubmissionRow[]): Iterable<string> {
  const named = rows.map(({ filename, label }) => ({ name: submittedName(filename), label }));
  yield "filename,label\n";
  for (const { name, label } of named.sort((a, b) => compareCodePoints(a.name, b.name))) {
    yield `${quoted(name)},${label}\n`;
  }
}

/**
 * Finds names that a spreadsheet would run as a formula. Unlike in predictions.csv they are not escaped, since a judge
 * looks for the exact names.
 */
export function formulaNames(rows: readonly SubmissionRow[]): readonly string[] {
  return rows.map(({ filename }) => submittedName(filename)).filter((name) =>
    safeText(name) !== name
  );
}

function submittedName(filename: string): string {
  return filename.slice(filename.lastIndexOf("/") + 1);
}

/** Quotes a cell with a comma, a quote or a line break (RFC 4180). */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
