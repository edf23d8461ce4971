/** Number format that NumPy would hold the scores in; decides rounding of thresholds, sums and means. */
export type ScoreFormat = "float16" | "float32" | "float64";

/** A pooled probability and the rule that gave it. */
export interface Pooled {
  /** In [0, 1], exact in the format of the scores. */
  readonly probability: number;
  /** Name of the rule that fired, such as `fake`, `real` or `mean`. */
  readonly branch: string;
}

/** Turns the face scores of a video into its probability. Pure. */
export interface PoolingStrategy {
  /**
   * @param scores P(fake) of at least one face, in frame order, each exact in `format`
   * @param threshold in (0, 1); only `confident` reads it
   */
  pool(scores: Float64Array, options: { threshold: number; format: ScoreFormat }): Pooled;
}
