/** Labels and groups of the videos that all variants scored, in the same order. */
export interface LabelledVideos {
  /** Labels: 1 is fake, 0 is real. */
  readonly labels: Uint8Array;
  readonly groups: readonly string[];
}

/** Scores of one variant for these videos. */
export interface ScoredVariant {
  /** P(fake). */
  readonly probabilities: Float64Array;
  /** Called fake at or above it, in (0, 1). */
  readonly decision: number;
}
