import type { Thumbnail } from "./thumbnail.ts";

/** A point of a curve; both in [0, 1]. */
export interface CurvePoint {
  readonly x: number;
  readonly y: number;
}

/** How a variant's probabilities sort and fit the labels. Empty lists: the videos do not have both classes. */
export interface VariantCurves {
  /** x: share of the reals called fake; y: share of the fakes called fake. */
  readonly roc: readonly CurvePoint[];
  /** x: recall; y: precision. */
  readonly precisionRecall: readonly CurvePoint[];
  /** x: mean P(fake) of a bin; y: share of fakes in it. Empty bins are left out. */
  readonly reliability: readonly (CurvePoint & { readonly videos: number })[];
}

/** The faces of one video that one or several variants had scored; all columns alike, in frame order. */
export interface FaceScores {
  /** Places in the decoded stream, from 0. */
  readonly frames: readonly number[];
  /** Ranks within the frame, from 0. */
  readonly faces: readonly number[];
  /** The face detector's confidence, in [0, 1]. */
  readonly detections: readonly number[];
  /** For each classifier of the variants a column of P(fake). */
  readonly scores: readonly (readonly number[])[];
}

/** What a report's reader may want to know of a single video. */
export interface VideoDetails {
  /** For each variant, in config order, the pooling rule that fired; empty when nothing was pooled. */
  readonly branches: readonly string[];
  /** Each distinct one once; `null`: left out, because the report would become too large. */
  readonly faceScores: readonly FaceScores[] | null;
  /** For each variant a place in `faceScores`. */
  readonly seen: readonly number[];
  /** By frame and face; `null`: left out, because the report would become too large. */
  readonly thumbnails: readonly Thumbnail[] | null;
}

/** What report.html shows beside the summary. */
export interface ReportDetails {
  /** In config order. */
  readonly curves: readonly VariantCurves[];
  /** What the pooling rules of each variant do, by the rule's name; in config order. */
  readonly rules: readonly Readonly<Record<string, string>>[];
  /** In the order of the summary's rows. */
  readonly videos: readonly VideoDetails[];
}
