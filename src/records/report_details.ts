import type { Thumbnail } from "./thumbnail.ts";

/** A point of a curve; both in [0, 1]. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** ROC, precision-recall and reliability curves of a variant; empty unless the videos have both classes. */
export interface VariantCurves {
  /** x: false positive rate; y: true positive rate. */
  readonly roc: readonly CurvePoint[];
  /** x: recall; y: precision. */
  readonly precisionRecall: readonly CurvePoint[];
  /** x: mean P(fake) of a bin; y: share of fakes in it. Empty bins are left out. */
  readonly reliability: readonly (CurvePoint & { readonly videos: number })[];
}

/** The faces of one video that one or several variants scored, as columns in frame order. */
export interface FaceScores {
  /** Places in the decoded stream, from 0. */
  readonly frames: readonly number[];
  /** Ranks within the frame, from 0. */
  readonly faces: readonly number[];
  /** The face detector's confidence, in [0, 1]; `null`: not known. */
  readonly detections: readonly (number | null)[];
  /** A column of P(fake) for each classifier of the variants. */
  readonly scores: readonly (readonly number[])[];
}

/** Details of a single video for a report. */
export interface VideoDetails {
  /** The pooling rule that applied for each variant, in config order; empty if nothing was pooled. */
  readonly branches: readonly string[];
  /** Each distinct one once; `null`: omitted to limit the size of the report. */
  readonly faceScores: readonly FaceScores[] | null;
  /** Place in `faceScores` of each variant. */
  readonly seen: readonly number[];
  /** Sorted by frame and face; `null`: omitted to limit the size of the report. */
  readonly thumbnails: readonly Thumbnail[] | null;
}

/** Data of report.html beside the summary. */
export interface ReportDetails {
  /** Listed in config order. */
  readonly curves: readonly VariantCurves[];
  /** Descriptions of the pooling rules of each variant, by the name of the rule; in config order. */
  readonly rules: readonly Readonly<Record<string, string>>[];
  /** Listed in the order of the summary's rows. */
  readonly videos: readonly VideoDetails[];
}
