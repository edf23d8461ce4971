import { plainText } from "../../base/text/csv.ts";
import { isNothing } from "../../datasets/labels/label_words.ts";
import type { LabelRow } from "../../datasets/labels/label_table.ts";
import { shortValue } from "../../datasets/labels/labels_error.ts";
import { stemOf } from "../../datasets/tree/clip_names.ts";
import type { ScoreRole } from "../../records/imported_scores.ts";
import { readOwnCells } from "./own_cells.ts";
import { parseNumber } from "./parse_number.ts";
import {
  type OwnCells,
  saysLogit,
  saysReal,
  type ScoreColumns,
  scoreColumns,
} from "./score_columns.ts";
import type { ScoreFile } from "./score_file.ts";
import { scoresError } from "./scores_error.ts";

/** How a file of scores is read; `null`: by the name of the column. */
export interface ScoreReading {
  readonly columns: Readonly<Partial<Record<ScoreRole, string>>>;
  /** Whether a high number means fake or real. */
  readonly polarity: "fake" | "real" | null;
  /** What makes probabilities of the numbers. */
  readonly activation: "none" | "sigmoid" | null;
  /** Name of the variant where the file has no column of variants. */
  readonly variant: string;
  /** Whether rows without a number count as not scored, instead of being refused. */
  readonly allowMissing: boolean;
}

/** A row of a file of scores. */
export interface ScoreRow {
  /** Name of the video, as the file spells it. */
  readonly name: string;
  readonly variant: string;
  /** P(fake), in [0, 1]; `null`: the row has none. */
  readonly probability: number | null;
  /** `null`, here and below: there is no such column. */
  readonly frame: number | null;
  readonly face: number | null;
  readonly own: OwnCells | null;
  /** Value of Assay's tag `facesFound`; `null`: there is none. */
  readonly facesFound: string | null;
  /** Where the row is, such as "in line 3". */
  readonly at: string;
}

/** The rows of a file, and how they were read. */
export interface ReadScores {
  readonly rows: readonly ScoreRow[];
  readonly columns: ScoreColumns;
  readonly polarity: "fake" | "real";
  readonly activation: "none" | "sigmoid";
}

/**
 * Reads the scores of a file as P(fake).
 * @throws AssayError SCORES_COLUMN_UNKNOWN (exit 2); SCORES_BROKEN (exit 3) with the line of a value that cannot be
 * one
 */
export function readScores(file: ScoreFile, reading: ScoreReading): ReadScores {
  const columns = scoreColumns(file, reading.columns);
  const name = file.columns[columns.score]!;
  const polarity = reading.polarity ?? (saysReal(name) ? "real" : "fake");
  const activation = reading.activation ?? (saysLogit(name) ? "sigmoid" : "none");
  const how = { file, columns, polarity, activation, reading };
  return { rows: file.rows.map((row) => readRow(row, how)), columns, polarity, activation };
}

interface How extends Pick<ReadScores, "columns" | "polarity" | "activation"> {
  readonly file: ScoreFile;
  readonly reading: ScoreReading;
}

function readRow(row: LabelRow, how: How): ScoreRow {
  const { columns, reading } = how;
  const { at, values } = row;
  const cell = (place: number | null) => place === null ? null : values[place];
  const name = cell(columns.file);
  if (isNothing(name)) throw rowError(row, how, "has no file name");
  const variant = cell(columns.variant);
  if (columns.variant !== null && isNothing(variant)) throw rowError(row, how, "has no variant");
  return {
    name: String(name).trim(),
    variant: columns.variant === null ? reading.variant : plainText(String(variant).trim()),
    probability: probabilityOf(row, how),
    frame: columns.frame === null ? null : placeOf(row, { ...how, role: "frame" }),
    face: columns.face === null ? null : placeOf(row, { ...how, role: "face" }),
    own: columns.own === null ? null : readOwnCells(row, { file: how.file, places: columns.own }),
    facesFound: isNothing(cell(columns.facesFound)) ? null : String(cell(columns.facesFound)),
    at,
  };
}

function probabilityOf(row: LabelRow, how: How): number | null {
  const { columns, polarity, activation, reading } = how;
  const value = row.values[columns.score];
  if (isNothing(value) || Number.isNaN(value)) {
    if (reading.allowMissing) return null;
    throw rowError(row, how, "has no score", {
      remedy: "Give it one, or pass --allow-missing to count it as not scored (P(fake) 0.5)",
    });
  }
  const number = parseNumber(value);
  if (number === null) {
    throw rowError(row, how, `has the score ${shortValue(value)}, which is no number,`);
  }
  const share = activation === "sigmoid" ? 1 / (1 + Math.exp(-number)) : number;
  if (!(share >= 0 && share <= 1)) {
    throw rowError(row, how, `has the score ${shortValue(value)}, outside 0 to 1,`, {
      remedy:
        "Give probabilities; for logits, values before the sigmoid, pass --activation sigmoid",
    });
  }
  return polarity === "real" ? 1 - share : share;
}

/** Reads a whole number, or the digits at the end of a name such as `frame_0012.png`. */
function placeOf(row: LabelRow, how: How & { readonly role: "frame" | "face" }): number {
  const { role, columns } = how;
  const value = row.values[columns[role]!];
  const number = parseNumber(value) ?? digitsOf(value);
  if (number !== null && Number.isInteger(number) && number >= 0 && number <= MOST) return number;
  throw rowError(row, how, `has the ${role} ${shortValue(value)}, which is no whole number,`);
}

const MOST = 2 ** 31 - 1;

function digitsOf(value: unknown): number | null {
  if (typeof value !== "string") return null;
  const stem = stemOf(value.trim()).replace(/\.(?:png|jpe?g|webp|bmp|npy)$/i, "");
  const digits = /(\d+)$/.exec(stem)?.[1];
  return digits === undefined ? null : Number(digits);
}

function rowError(
  { at }: LabelRow,
  { file: { name } }: Pick<How, "file">,
  what: string,
  { remedy = "Correct or remove that row" } = {},
) {
  return scoresError(`${what} ${at}`, { name, remedy });
}
