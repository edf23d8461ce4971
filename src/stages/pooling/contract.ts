import type { ParameterName, PartParameters } from "../parameters.ts";
import type { Part } from "../part.ts";

/** Number format of the scores in NumPy; decides how thresholds, sums and means are rounded. */
export type ScoreFormat = "float16" | "float32" | "float64";

/** Facts about the faces whose scores are pooled, beside the strategy's parameters. */
export interface ScoredFaces {
  /** Number format of the scores. */
  readonly format: ScoreFormat;
  /** Place of each score's frame in the stream, in the order of the scores; faces of one frame follow each other. */
  readonly frameOf: ArrayLike<number>;
  /** Number of frames in which no face was found. */
  readonly emptyFrames: number;
}

/** A pooled probability and the rule that it was computed by. */
export interface Pooled<Branch extends string = string> {
  /** In [0, 1], exact in the format of the scores. */
  readonly probability: number;
  /** Name of the rule: one of the strategy's `branches`. */
  readonly branch: Branch;
}

/** Turns the face scores of a video into its probability. Pure: equal arguments give equal results. */
export interface PoolingStrategy<
  Name extends ParameterName = ParameterName,
  Branch extends string = string,
> extends Part<Name> {
  /** Rules by name, one word each, with a description for reports. */
  readonly branches: Readonly<Record<Branch, string>>;
  /**
   * Pools the scores of a video. The probability lies between the lowest and the highest score; a strategy that
   * counts frames without a face takes 0.5 as a score too.
   * @param scores P(fake) of each face, at least one, in frame order, each exact in `format`
   * @param options the strategy's parameters and facts about the faces
   */
  pool(
    scores: Float64Array,
    options: Pick<PartParameters, Name> & ScoredFaces,
  ): Pooled<NoInfer<Branch>>;
}

/**
 * Declares a pooling strategy. It can read only the parameters in `reads`.
 * @example
 * ```ts
 * import { poolingStrategy } from "./contract.ts";
 *
 * const lowest = poolingStrategy({
 *   reads: [],
 *   branches: { min: "the lowest face" },
 *   pool: (scores) => ({ probability: Math.min(...scores), branch: "min" }),
 * });
 * const faces = { format: "float64", frameOf: [0, 9], emptyFrames: 0 } as const;
 * console.log(lowest.pool(Float64Array.of(0.75, 0.25), faces).probability); // 0.25
 * ```
 */
export function poolingStrategy<
  const Branch extends string,
  const Name extends ParameterName = never,
>(part: PoolingStrategy<Name, Branch>): PoolingStrategy<Name, Branch> {
  return part;
}

/** Rules that apply to every pooling strategy. Pure: equal parameters give equal rules. */
export interface ScoreRules extends Part {
  /** Chooses the number format of the scores. */
  format(parameters: PartParameters): ScoreFormat;
  /** Decides whether a video with a single face gets no score, as in the original. */
  refusesSingleFace(parameters: PartParameters): boolean;
}
