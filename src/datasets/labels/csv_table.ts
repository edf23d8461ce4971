import { isVideoName } from "../tree/clip_names.ts";
import { type CsvLine, csvLines } from "./csv_lines.ts";
import type { LabelRow, LabelTable } from "./label_table.ts";
import { labelsError, shortValue } from "./labels_error.ts";

const FORMAT =
  "Its first line names the columns, such as filename,label, and each further line is a video";

/** How faults of a CSV file are said. */
export interface CsvFaults {
  /** Makes the error. */
  readonly makeError: typeof labelsError;
  /** What the file must look like, a sentence without its full stop. */
  readonly format: string;
}

const LABEL_FAULTS: CsvFaults = { makeError: labelsError, format: FORMAT };

/**
 * Reads labels as CSV, see `csvLines`.
 * @param name as messages call the file
 * @param faults for tables of something else than labels
 * @throws AssayError DATASET_LABELS_BROKEN (exit 3), or as `faults` say
 */
export function csvTable(
  bytes: Uint8Array,
  name: string,
  faults: CsvFaults = LABEL_FAULTS,
): LabelTable {
  const { makeError, format } = faults;
  const read = csvLines(bytes, { name, remedy: format, makeError });
  const { lines: [header, ...lines], notes } = read;
  const columns = (header?.record ?? []).map((cell) => cell.trim());
  requireColumns(columns, { ...faults, name });
  const rows = lines.map((line) => toRow(line, { ...faults, width: columns.length, name }))
    .filter(({ values }) => values.some((value) => value !== ""));
  const unnamed = unnamedColumns({ columns, rows, name });
  const names = columns.map((column) => isIndexName(column) ? "" : column);
  return {
    ...{ name, columns: names, fileColumn: null, usualGroup: "group", rows },
    notes: [...notes, ...unnamed],
  };
}

type Named = CsvFaults & { readonly name: string };

function requireColumns(columns: readonly string[], { name, makeError, format }: Named): void {
  if (columns.length === 0) throw makeError("is empty", { name, remedy: format });
  const video = columns.find(isVideoName);
  if (video !== undefined) {
    const what = `does not begin with the names of its columns, but with ${shortValue(video)}`;
    throw makeError(what, { name, remedy: format });
  }
  const lower = columns.map((column) => column.toLowerCase());
  const repeated = lower.find((column, i) => column !== "" && lower.indexOf(column) < i);
  if (repeated === undefined) return;
  throw makeError(`has the column ${shortValue(repeated)} twice`, {
    name,
    remedy: "Rename or remove one of the two",
  });
}

/** Checks that a line has no cell too few or too many, where empty cells at its end do not count. */
function toRow(
  { record, info }: CsvLine,
  { width, name, makeError }: Named & { readonly width: number },
): LabelRow {
  const values = record.map((cell) => cell.trim());
  while (values.length > width && values.at(-1) === "") values.pop();
  const isBlank = values.every((value) => value === "");
  if (values.length !== width && !isBlank) {
    throw makeError(
      `has ${values.length} cells in line ${info.lines}, and its first line names ${width}`,
      {
        name,
        remedy: "Correct that line: a cell with the separator in it stands in double quotes",
      },
    );
  }
  return { values, at: `in line ${info.lines}` };
}

/** Says which columns without a name are ignored, where they have values. */
function unnamedColumns(
  { columns, rows, name }: Pick<LabelTable, "columns" | "rows" | "name">,
): readonly string[] {
  const filled = [...columns.keys()].filter((i) =>
    isIndexName(columns[i]!) && rows.some(({ values }) => values[i] !== "")
  );
  return filled.map((i) =>
    i === 0
      ? `${name}: the first column has no name and was ignored, as an index that pandas writes.`
      : `${name}: column ${i + 1} has no name and was ignored.`
  );
}

/** Whether a column has no name; pandas reads one back as `Unnamed: 0`. */
function isIndexName(column: string): boolean {
  return column === "" || /^unnamed: \d+(_level_\d+)?$/i.test(column);
}
