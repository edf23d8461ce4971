import { counted } from "../../base/text/counted.ts";
import { labelOf } from "../../datasets/labels/label_words.ts";
import { MATCHES } from "../../datasets/name_index.ts";
import type { ScoreRole } from "../../records/imported_scores.ts";
import type { DatasetVideo } from "../../records/video.ts";
import type { ReadScores } from "./read_scores.ts";
import type { ScoreFile } from "./score_file.ts";
import type { ScoredVideos } from "./scored_videos.ts";
import { namesText } from "./scores_error.ts";

/** What was read, and how. */
export interface ImportFacts {
  readonly file: ScoreFile;
  readonly read: ReadScores;
  readonly scored: ScoredVideos;
  readonly videos: readonly DatasetVideo[];
  /** Name of the dataset. */
  readonly dataset: string;
  readonly pooling: string | null;
}

const WORDS: Readonly<Record<ScoreRole, string>> = {
  file: "the file name",
  score: "the score",
  variant: "the variant",
  frame: "the frame",
  face: "the face",
};

/** Says what was taken for what, one sentence each. */
export function importNotes(facts: ImportFacts): readonly string[] {
  return [...facts.file.notes, columnsNote(facts), howNote(facts), ...matchNotes(facts)];
}

/** What a reader of the numbers must know, one sentence each. */
export function importWarnings(facts: ImportFacts): readonly string[] {
  return [...unmatchedWarning(facts), ...missingWarning(facts), ...labelWarning(facts)]
    .concat(decisionWarning(facts));
}

/** The names of the columns by what they were taken for. */
export function takenColumns(
  { columns }: ScoreFile,
  taken: ReadScores["columns"],
): Readonly<Partial<Record<ScoreRole, string>>> {
  const roles = Object.keys(WORDS) as ScoreRole[];
  return Object.fromEntries(
    roles.flatMap((role) => taken[role] === null ? [] : [[role, columns[taken[role]]!]]),
  );
}

function columnsNote({ file, read: { columns } }: ImportFacts): string {
  const taken = Object.entries(takenColumns(file, columns))
    .map(([role, name]) => `${JSON.stringify(name)} is ${WORDS[role as ScoreRole]}`);
  const { unused, own } = columns;
  const rest = own !== null
    ? "; it is Assay's predictions.csv, whose faces, frames, status and fallback are kept"
    : unused.length === 0
    ? ""
    : `; ${namesText(unused)} ${unused.length === 1 ? "was" : "were"} not used`;
  return `${file.name}: ${taken.join(", ")}${rest}.`;
}

function howNote({ read: { polarity, activation }, pooling, file }: ImportFacts): string {
  const applied = activation === "none" ? "" : ` after the ${activation}`;
  const meaning = `a high score${applied} means ${polarity}`;
  return `${file.name}: ${meaning}${
    pooling === null ? "" : `; the scores of a video are pooled by ${pooling}`
  }.`;
}

function matchNotes({ scored: { matched } }: ImportFacts): readonly string[] {
  return MATCHES.flatMap((match) => {
    const found = [...matched].filter(([, one]) => one.match === match);
    const [first] = found;
    if (first === undefined) return [];
    return `${counted(found.length, "name")} ${found.length === 1 ? "was" : "were"} ` +
      `${MATCHED[match]}; the first is ${JSON.stringify(first[0])} for ${
        JSON.stringify(first[1].id)
      }.`;
  });
}

const MATCHED: Readonly<Record<(typeof MATCHES)[number], string>> = {
  form: "read as paths in the dataset's folder",
  unicode: "matched by another Unicode form of the same letters",
  case: "matched without regard to upper and lower case",
  extension: "matched without regard to the extension",
  folder: "matched by the end of the path",
};

function unmatchedWarning({ file, scored: { unmatched }, dataset }: ImportFacts): string[] {
  if (unmatched.length === 0) return [];
  return [
    `${counted(unmatched.length, "name")} in ${file.name} ${
      unmatched.length === 1 ? "is" : "are"
    } not among the videos of ${dataset} and ${unmatched.length === 1 ? "was" : "were"} left out: ${
      namesText(unmatched)
    }.`,
  ];
}

function missingWarning({ file, scored: { missing } }: ImportFacts): string[] {
  if (missing === 0) return [];
  return [
    `${file.name} has no score for ${
      counted(missing, "video")
    }, over all variants; they count as ` +
    "not scored, with P(fake) 0.5.",
  ];
}

/** Warns where a column of labels contradicts the dataset. */
function labelWarning({ file, read: { rows, columns }, scored, videos }: ImportFacts): string[] {
  const place = file.columns.findIndex((name) => name.trim().toLowerCase() === "label");
  if (place < 0 || place === columns.score) return [];
  const labels = new Map<string, string | null>(videos.map(({ id, label }) => [id, label]));
  const wrong = new Set(rows.flatMap(({ name }, i) => {
    const known = labels.get(scored.matched.get(name)?.id ?? "") ?? null;
    const stated = labelOf(file.rows[i]!.values[place]) ?? null;
    return known !== null && stated !== null && known !== stated ? [name] : [];
  }));
  if (wrong.size === 0) return [];
  return [
    `${file.name} gives ${counted(wrong.size, "video")} another label than the dataset, whose ` +
    `label is used: ${namesText([...wrong])}.`,
  ];
}

/** Warns of decisions that are taken for probabilities. */
function decisionWarning({ file, read: { rows } }: ImportFacts): string[] {
  const values = new Set(rows.flatMap(({ probability }) => probability ?? []));
  if (values.size === 0 || [...values].some((value) => value !== 0 && value !== 1)) return [];
  return [
    `All scores in ${file.name} are 0 or 1: these are decisions, not probabilities, so that the ` +
    "clip decides the log loss.",
  ];
}
