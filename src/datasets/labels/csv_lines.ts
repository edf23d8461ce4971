import { parse } from "csv-parse/sync";
import { candidatesFor } from "./column_roles.ts";
import { decodeLabels } from "./decode_labels.ts";
import { labelsError } from "./labels_error.ts";

const DELIMITERS = [",", ";", "\t", "|"];

/** Ends of lines, which may differ within a file. */
const LINE_ENDS = ["\r\n", "\n", "\r"];

/** A line of CSV. */
export interface CsvLine {
  /** Its cells. */
  readonly record: readonly string[];
  /** `lines`: the line of the file that it ends on, from 1. */
  readonly info: { readonly lines: number };
}

/** The lines of a file of labels that have text. */
export interface CsvLines {
  readonly lines: readonly CsvLine[];
  /** What was assumed about its encoding, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Reads the lines of CSV, however many cells each has: comma, semicolon, tab or bar between cells, quotes where needed,
 * in any usual encoding.
 * @param name as messages call the file
 * @throws AssayError DATASET_LABELS_BROKEN (exit 3), with the remedy
 */
export function csvLines(
  bytes: Uint8Array,
  { name, remedy, makeError = labelsError }: {
    readonly name: string;
    readonly remedy: string;
    /** For files of something else than labels. */
    readonly makeError?: typeof labelsError;
  },
): CsvLines {
  const { text, note } = decodeLabels(bytes, name);
  const stated = /^sep=(.)\r?\n/.exec(text); // Excel's
  const delimiter = stated?.[1] ?? delimiterOf(text);
  const options = {
    ...{ delimiter, record_delimiter: LINE_ENDS, info: true },
    ...{ relax_column_count: true, skip_empty_lines: true },
    // With tabs it would take empty cells for spaces.
    ...{ trim: delimiter !== "\t", from_line: stated === null ? 1 : 2 },
  };
  try {
    const lines = parse(text, options) as unknown as readonly CsvLine[];
    return { lines, notes: note === null ? [] : [note] };
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : `${cause}`;
    throw makeError(`cannot be read as CSV: ${why}`, { name, remedy, cause });
  }
}

/** The delimiter with which the first line has the most columns with a role, then the most columns. */
function delimiterOf(text: string): string {
  const header = /^.*\S.*$/m.exec(text.slice(0, 100_000))?.[0] ?? "";
  const score = (delimiter: string) => {
    const cells = header.split(delimiter).map((cell) => cell.replaceAll('"', "").trim());
    const roles = (["file", "label", "group", "split"] as const)
      .filter((role) => candidatesFor(role, cells).length > 0).length;
    return roles * 1000 + Math.min(cells.length, 999);
  };
  return DELIMITERS.reduce((best, other) => score(other) > score(best) ? other : best);
}
