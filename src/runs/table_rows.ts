import { inputError } from "../records/errors.ts";
import type { RunManifest } from "../records/manifest.ts";
import { compareCodePoints } from "../base/text/compare_code_points.ts";
import {
  type FaceRecord,
  type StageRecord,
  STAGES,
  type TimingMode,
  type VariantRecord,
  type VideoRecord,
} from "../records/run_result.ts";
import { logLossOf } from "../base/numeric/statistics/log_loss_of.ts";
import { type Cell, csvCells, csvLine } from "../base/text/csv.ts";

export const PREDICTION_COLUMNS = [
  "variant",
  "filename",
  "label",
  "group",
  "split",
  "probability",
  "logLoss",
  "faces",
  "framesRequested",
  "framesRead",
  "branch",
  "status",
  "fallback",
  "error",
] as const;

export const FACE_COLUMNS = [
  "filename",
  "frame",
  "face",
  "faceDetection",
  "facePreparation",
  "x1",
  "y1",
  "x2",
  "y2",
  "detection",
] as const;

export const TIMING_COLUMNS = [
  "variant",
  "filename",
  "decodeMs",
  "detectMs",
  "cropMs",
  "classifyMs",
  "poolMs",
  "totalMs",
  "mode",
] as const;

export const DIGEST_COLUMNS = ["variant", "filename", "stage", "key", "digest"] as const;

/** Formats a variant's lines of a table, with line breaks. */
export type VerdictLines = (verdict: VariantRecord) => string;

/** Name of the column of a tag, behind PREDICTION_COLUMNS. */
export function tagColumnName(tag: string): string {
  return `tag.${tag}`;
}

/** Lines for PREDICTION_COLUMNS and the tags' columns, one per variant of a record. */
export function predictionLines(
  { filename, label, group, split }: VideoRecord,
  { clip, tags }: { readonly clip: number; readonly tags: readonly Cell[] },
): VerdictLines {
  const last = csvLine(tags);
  const video = csvCells([filename, label, group, split]);
  const truth = label === "FAKE" ? 1 : 0;
  return ({ variant, probability, faces, framesRequested, framesRead, ...rest }) => {
    const logLoss = label === null ? null : logLossOf(probability, { truth, clip });
    const numbers = csvCells([probability, logLoss, faces, framesRequested, framesRead]);
    const { branch, status, fallback, error } = rest;
    return `${csvCells([variant])},${video},${numbers},${
      csvCells([branch, status, fallback, error])
    },${last}`;
  };
}

/** Cells for FACE_COLUMNS and each of `classifiers`, sorted. */
export function faceRows(record: VideoRecord, classifiers: readonly string[]): Cell[][] {
  return record.faces.toSorted(compareFaces).map((face) => [
    ...[record.filename, face.frame, face.face, face.faceDetection, face.facePreparation],
    ...[...(face.box ?? [null, null, null, null]), face.detection],
    ...classifiers.map((column) => face.scores[column] ?? null),
  ]);
}

function compareFaces(a: FaceRecord, b: FaceRecord): number {
  return a.frame - b.frame || a.face - b.face ||
    compareCodePoints(a.faceDetection, b.faceDetection) ||
    compareCodePoints(a.facePreparation, b.facePreparation);
}

/** Lines for TIMING_COLUMNS; times that are not known are empty. The total includes the sample stage, which has no column. */
export function timingLines(record: VideoRecord): VerdictLines {
  const video = csvCells([record.filename]);
  const texts = record.stages.map(({ mode, milliseconds }) =>
    csvCells([mode === "unknown" ? null : milliseconds])
  );
  return (verdict) => {
    const stages = stagesOf(record, verdict);
    const mode = timingMode(stages);
    const total = mode === "unknown"
      ? null
      : stages.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    const rest = verdict.stages.slice(1).map((place) => texts[place]).join();
    return `${csvCells([verdict.variant])},${video},${rest},${csvLine([total, mode])}`;
  };
}

/**
 * Lines for DIGEST_COLUMNS, one per stage; an empty digest: the stage was not reached. Variants share most stages,
 * so most of a line is formatted once for all of them.
 */
export function digestLines({ filename, stages }: VideoRecord): VerdictLines {
  const ends = stages.map(({ stage, key, digest }) => csvLine([filename, stage, key, digest]));
  return (verdict) => {
    const start = `${csvCells([verdict.variant])},`;
    return verdict.stages.map((place) => start + ends[place]).join("");
  };
}

/** The stages behind a verdict, in the order of STAGES. */
export function stagesOf(record: VideoRecord, verdict: VariantRecord): readonly StageRecord[] {
  return STAGES.map((_, i) => record.stages[verdict.stages[i]!]!);
}

/** The timing mode of a row: `unknown` or `cached` if any stage is, else `attributed` if any is, else `isolated`. */
export function timingMode(stages: readonly StageRecord[]): TimingMode {
  let mode: TimingMode = "isolated";
  for (const stage of stages) {
    if (stage.mode === "unknown") return "unknown";
    if (stage.mode === "cached") return "cached";
    if (stage.mode === "attributed") mode = "attributed";
  }
  return mode;
}

/**
 * A record's verdicts in the manifest's order of variants.
 * @throws AssayError (exit code 3) when the variants differ
 */
export function verdictsInOrder(
  record: VideoRecord,
  manifest: RunManifest,
): readonly VariantRecord[] {
  const byName = new Map(record.variants.map((verdict) => [verdict.variant, verdict]));
  const verdicts = manifest.variants.flatMap(({ name }) => byName.get(name) ?? []);
  if (verdicts.length === manifest.variants.length && byName.size === verdicts.length) {
    return verdicts;
  }
  throw inputError("RUN_INCONSISTENT", {
    what: `the journal's record of ${record.filename} has different variants from the manifest`,
    remedy: "Start a new evaluation: a run can only be resumed with the config it was started with",
  });
}
