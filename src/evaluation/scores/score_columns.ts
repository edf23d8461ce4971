import { isNothing } from "../../datasets/labels/label_words.ts";
import { nearestName } from "../../base/text/nearest_name.ts";
import { usageError } from "../../records/errors.ts";
import { SCORE_ROLES, type ScoreRole } from "../../records/imported_scores.ts";
import type { VariantRecord } from "../../records/run_result.ts";
import { parseNumber } from "./parse_number.ts";
import type { ScoreFile } from "./score_file.ts";
import { scoresError } from "./scores_error.ts";

/** The columns of a file of scores by what they are; a place in its list of columns. */
export interface ScoreColumns {
  readonly file: number;
  readonly score: number;
  /** `null`, here and below: there is none. */
  readonly variant: number | null;
  readonly frame: number | null;
  readonly face: number | null;
  /** Columns that Assay writes into predictions.csv beside these, if the file has all of them. */
  readonly own: Readonly<Record<OwnColumn, number>> | null;
  /** Assay's column of the tag `facesFound`, which follows from what the table does not have; `null`: it has none. */
  readonly facesFound: number | null;
  /** Columns that have no role, by name. */
  readonly unused: readonly string[];
}

/** Columns of predictions.csv that are taken as they are. */
export const OWN_COLUMNS = [
  "faces",
  "framesRequested",
  "framesRead",
  "branch",
  "status",
  "fallback",
  "error",
] as const;
export type OwnColumn = (typeof OWN_COLUMNS)[number];

/** What Assay wrote beside a score. */
export type OwnCells = Pick<VariantRecord, OwnColumn>;

/** Names of score columns that say P(real). */
const REAL_NAMES = [
  ...["p_real", "real_probability", "probability_real", "real_prob", "prob_real", "real_score"],
  ...["score_real"],
];

/** Names of score columns that hold values before the activation. */
const LOGIT_NAMES = ["logit", "logits", "fake_logit", "logit_fake", "raw_logit"];

/** Names of columns by what they are, the usual first. */
const NAMES: Readonly<Record<ScoreRole, readonly string[]>> = {
  file: [
    ...["filename", "file", "path", "video", "file_name", "filepath", "file_path", "video_name"],
    ...["video_path", "video_file", "video_filename", "videoname", "videopath", "clip"],
    ...["clip_name", "clip_path", "fname", "name", "video_id", "id"],
  ],
  score: [
    ...["probability", "p_fake", "fake_probability", "probability_fake", "fake_prob", "prob_fake"],
    ...["fake_score", "score_fake", "prob", "proba", "p", "score", "video_score", "scores"],
    ...["prediction", "predictions", "predicted", "pred", "preds", "y_pred", "y_score", "y_prob"],
    ...["y_proba", "output", ...LOGIT_NAMES, ...REAL_NAMES, "fake", "label"],
  ],
  variant: ["variant", "model", "model_name", "detector", "classifier", "run"],
  frame: [
    ...["frame", "frame_index", "frame_idx", "frame_id", "frame_number", "frame_num", "frame_no"],
    ...["frame_name", "position"],
  ],
  face: ["face", "face_index", "face_idx", "face_id", "face_number", "face_no", "track_id"],
};

/**
 * Finds out what each column of a file of scores is.
 * @param given names of columns by role, as the user gave them
 * @throws AssayError SCORES_COLUMN_UNKNOWN (exit 2) for a given column that is not there; SCORES_BROKEN (exit 3)
 */
export function scoreColumns(
  file: ScoreFile,
  given: Readonly<Partial<Record<ScoreRole, string>>>,
): ScoreColumns {
  const names = file.columns.map(normalName);
  const places: Partial<Record<ScoreRole, number>> = {};
  for (const role of SCORE_ROLES) {
    if (given[role] !== undefined) places[role] = givenColumn(file, { role, name: given[role] });
  }
  for (const role of SCORE_ROLES) {
    if (places[role] !== undefined) continue;
    const taken = new Set(Object.values(places));
    const candidates = NAMES[role].map((name) => names.indexOf(name))
      .filter((place) => place >= 0 && !taken.has(place));
    const place = role === "score" ? likeliestScore(file, candidates) : candidates[0];
    if (role === "score") requireNoTruth(file, place);
    if (place !== undefined) places[role] = place;
  }
  const { file: name, score, variant = null, frame = null, face = null } = places;
  if (name === undefined) throw lacking("file", file);
  if (score === undefined) throw lacking("score", file);
  const own = ownColumns(file);
  const found = own === null ? -1 : file.columns.indexOf("tag.facesFound");
  const facesFound = found < 0 ? null : found;
  const used = new Set([
    name,
    score,
    variant,
    frame,
    face,
    facesFound,
    ...Object.values(own ?? {}),
  ]);
  const unused = file.columns.filter((column, i) => column !== "" && !used.has(i));
  return { file: name, score, variant, frame, face, own, facesFound, unused };
}

/** Whether a column of this name holds P(real). */
export function saysReal(column: string): boolean {
  return REAL_NAMES.includes(normalName(column));
}

/** Whether a column of this name holds values before the activation. */
export function saysLogit(column: string): boolean {
  return LOGIT_NAMES.includes(normalName(column));
}

function givenColumn(
  { columns, name: file }: ScoreFile,
  { role, name }: { readonly role: ScoreRole; readonly name: string },
): number {
  const exact = columns.indexOf(name);
  const place = exact >= 0
    ? exact
    : columns.findIndex((column) => normalName(column) === normalName(name));
  if (place >= 0) return place;
  const named = columns.filter((column) => column !== "");
  const nearest = nearestName(name, named);
  throw usageError("SCORES_COLUMN_UNKNOWN", {
    what: `--column ${role}=${name}: ${file} has no column "${name}"`,
    remedy: nearest === undefined
      ? `Its columns are ${named.join(", ")}`
      : `Did you mean "${nearest}"?`,
  });
}

/** The first column of numbers that are not all 0 or 1, as labels and decisions are; else the first of numbers. */
function likeliestScore(file: ScoreFile, candidates: readonly number[]): number | undefined {
  const numeric = candidates.filter((place) => isNumeric(file, place));
  const graded = numeric.find((place) =>
    file.rows.some(({ values }) => ![null, 0, 1].includes(parseNumber(values[place])))
  );
  return graded ?? numeric[0] ?? candidates[0];
}

/** Names of columns that hold labels as often as scores; in a DFDC submission `label` is a score. */
const TRUTH_NAMES = ["label", "fake"];

/** Refuses a column of labels in place of scores, which would make a perfect classifier. */
function requireNoTruth(file: ScoreFile, place: number | undefined): void {
  if (place === undefined || !TRUTH_NAMES.includes(normalName(file.columns[place]!))) return;
  const isGraded = file.rows.some(({ values }) =>
    ![null, 0, 1].includes(parseNumber(values[place]))
  );
  if (isGraded) return;
  const column = file.columns[place]!;
  throw scoresError(`lacks a column of scores: "${column}" has nothing but 0 and 1, as labels do`, {
    name: file.name,
    remedy: `Add a column of scores; if these are decisions, say --column score=${column}`,
  });
}

function isNumeric({ rows }: ScoreFile, place: number): boolean {
  const filled = rows.filter(({ values }) => !isNothing(values[place]));
  return filled.length > 0 && filled.every(({ values }) => parseNumber(values[place]) !== null);
}

function ownColumns({ columns }: ScoreFile): ScoreColumns["own"] {
  const places = OWN_COLUMNS.map((name) => [name, columns.indexOf(name)] as const);
  if (places.some(([, place]) => place < 0)) return null;
  return Object.fromEntries(places) as Record<OwnColumn, number>;
}

function lacking(role: "file" | "score", { name, columns }: ScoreFile) {
  const what = role === "file" ? "a column of file names" : "a column of scores";
  const found = columns.filter((column) => column !== "");
  return scoresError(`lacks ${what}: it has ${found.join(", ") || "no column with a name"}`, {
    name,
    remedy: `Say which it is with --column ${role}=${found.at(-1) ?? "NAME"}, or call it ${
      NAMES[role].slice(0, 4).join(", ")
    }`,
  });
}

/** `P(fake)`, `p-fake` and ` P Fake` become `p_fake`. */
function normalName(column: string): string {
  return column.trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "");
}
