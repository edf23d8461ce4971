import { compareCodePoints } from "../domain/compare_code_points.ts";
import {
  type FaceRecord,
  type StageRecord,
  STAGES,
  type TimingMode,
  type VariantRecord,
  type VideoRecord,
} from "../domain/run_result.ts";
import { logLossOf } from "../numeric/log_loss_of.ts";
import type { Cell } from "../domain/csv.ts";

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

/** Cells under PREDICTION_COLUMNS. */
export function predictionRow(
  record: VideoRecord,
  { verdict, clip }: { verdict: VariantRecord; clip: number },
): readonly Cell[] {
  const { filename, label, group, split } = record;
  const { variant, probability, faces, framesRequested, framesRead } = verdict;
  const { branch, status, fallback, error } = verdict;
  const truth = label === "FAKE" ? 1 : 0;
  const logLoss = label === null ? null : logLossOf(probability, { truth, clip });
  return [
    ...[variant, filename, label, group, split],
    ...[probability, logLoss, faces, framesRequested, framesRead],
    ...[branch, status, fallback, error],
  ];
}

/** Cells under FACE_COLUMNS and one for each of `classifiers`; sorted. */
export function faceRows(record: VideoRecord, classifiers: readonly string[]): Cell[][] {
  return record.faces.toSorted(compareFaces).map((face) => [
    ...[record.filename, face.frame, face.face, face.faceDetection, face.facePreparation],
    ...[...face.box, face.detection],
    ...classifiers.map((column) => face.scores[column] ?? null),
  ]);
}

function compareFaces(a: FaceRecord, b: FaceRecord): number {
  return a.frame - b.frame || a.face - b.face ||
    compareCodePoints(a.faceDetection, b.faceDetection) ||
    compareCodePoints(a.facePreparation, b.facePreparation);
}

/** Cells under TIMING_COLUMNS. The total has the choice of frames in it, which has no column. */
export function timingRow(record: VideoRecord, verdict: VariantRecord): readonly Cell[] {
  const stages = stagesOf(record, verdict);
  const [sample, ...rest] = stages.map((stage) => stage.milliseconds);
  const total = rest.reduce((sum, milliseconds) => sum + milliseconds, sample);
  return [verdict.variant, record.filename, ...rest, total, timingMode(stages)];
}

/** One row for each stage, with cells under DIGEST_COLUMNS; an empty digest: the stage was not reached. */
export function digestRows(record: VideoRecord, verdict: VariantRecord): Cell[][] {
  return stagesOf(record, verdict).map(({ stage, key, digest }) => [
    ...[verdict.variant, record.filename, stage, key, digest],
  ]);
}

/** The stages behind a verdict, in the order of STAGES. */
export function stagesOf(record: VideoRecord, verdict: VariantRecord): readonly StageRecord[] {
  return STAGES.map((_, i) => record.stages[verdict.stages[i]]);
}

/** A row's mode: what is least like a run of the variant alone decides. */
export function timingMode(stages: readonly StageRecord[]): TimingMode {
  const modes = new Set(stages.map((stage) => stage.mode));
  if (modes.has("cached")) return "cached";
  return modes.has("attributed") ? "attributed" : "isolated";
}
