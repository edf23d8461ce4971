import { isNothing } from "../../datasets/labels/label_words.ts";
import type { LabelRow } from "../../datasets/labels/label_table.ts";
import { shortValue } from "../../datasets/labels/labels_error.ts";
import type { Fallback, VideoStatus } from "../../records/verdict.ts";
import { plainText } from "../../base/text/csv.ts";
import { parseNumber } from "./parse_number.ts";
import type { OwnCells, OwnColumn } from "./score_columns.ts";
import type { ScoreFile } from "./score_file.ts";
import { scoresError } from "./scores_error.ts";

const STATUSES = ["ok", "no_frames", "no_face", "failed"] as const satisfies VideoStatus[];
const FALLBACKS = [
  "single_face",
  "aborted",
  "empty_crop",
  "no_face",
  "no_frames",
  "error",
] as const satisfies Fallback[];

/**
 * Reads what Assay wrote beside a score in predictions.csv.
 * @throws AssayError SCORES_BROKEN (exit 3) for a value that Assay does not write
 */
export function readOwnCells(
  row: LabelRow,
  { file, places }: {
    readonly file: ScoreFile;
    readonly places: Readonly<Record<OwnColumn, number>>;
  },
): OwnCells {
  const wrong = (column: OwnColumn) =>
    scoresError(`has the ${column} ${shortValue(row.values[places[column]])} ${row.at}`, {
      name: file.name,
      remedy: "Restore predictions.csv as Assay wrote it, or rename that column to import the " +
        "probabilities alone",
    });
  const cell = (column: OwnColumn) => {
    const value = row.values[places[column]];
    return isNothing(value) ? null : value;
  };
  const count = (column: OwnColumn) => {
    const value = cell(column);
    const number = value === null ? null : parseNumber(value);
    const isCount = value === null || (number !== null && Number.isInteger(number) && number >= 0);
    if (!isCount) throw wrong(column);
    return number;
  };
  const word = <Word extends string>(column: OwnColumn, words: readonly Word[]) => {
    const value = cell(column);
    const found = words.find((one) => one === value);
    if (value !== null && found === undefined) throw wrong(column);
    return found ?? null;
  };
  const status = word("status", STATUSES);
  if (status === null) throw wrong("status");
  const text = (column: OwnColumn) => {
    const value = cell(column);
    return value === null ? null : plainText(String(value));
  };
  return {
    faces: count("faces"),
    framesRequested: count("framesRequested"),
    framesRead: count("framesRead"),
    branch: text("branch") ?? "",
    status,
    fallback: word("fallback", FALLBACKS),
    error: text("error"),
  };
}
