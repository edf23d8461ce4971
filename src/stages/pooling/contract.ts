import type { ParameterName, PartParameters } from "../parameters.ts";
import type { Part } from "../part.ts";

/** Number format that NumPy would hold the scores in; decides rounding of thresholds, sums and means. */
export type ScoreFormat = "float16" | "float32" | "float64";

/** A pooled probability and the rule that gave it. */
export interface Pooled<Branch extends string = string> {
  /** In [0, 1], exact in the format of the scores. */
  readonly probability: number;
  /** Name of the rule that fired: one of the strategy's `branches`. */
  readonly branch: Branch;
}

/** Turns the face scores of a video into its probability. Pure. */
export interface PoolingStrategy<
  Name extends ParameterName = ParameterName,
  Branch extends string = string,
> extends Part<Name> {
  /** Its rules by name, a word each, with what they do: half a sentence for reports. */
  readonly branches: Readonly<Record<Branch, string>>;
  /**
   * The probability lies between the lowest and the highest score, whatever their order.
   * @param scores P(fake) of at least one face, in frame order, each exact in `format`
   * @param options its parameters and the scores' format
   */
  pool(
    scores: Float64Array,
    options: Pick<PartParameters, Name> & { readonly format: ScoreFormat },
  ): Pooled<NoInfer<Branch>>;
}

/**
 * A pooling strategy that reads nothing but what it declares and names its rules.
 * @example
 * ```ts
 * import { poolingStrategy } from "./contract.ts";
 *
 * const lowest = poolingStrategy({
 *   reads: [],
 *   branches: { min: "the lowest face" },
 *   pool: (scores) => ({ probability: Math.min(...scores), branch: "min" }),
 * });
 * console.log(lowest.pool(Float64Array.of(0.75, 0.25), { format: "float64" }).probability); // 0.25
 * ```
 */
export function poolingStrategy<
  const Branch extends string,
  const Name extends ParameterName = never,
>(part: PoolingStrategy<Name, Branch>): PoolingStrategy<Name, Branch> {
  return part;
}

/** What holds for every pooling strategy. Pure. */
export interface ScoreRules extends Part {
  /** The number format of the scores. */
  format(parameters: PartParameters): ScoreFormat;
  /** Whether a video with a single face is not pooled, as in the original. */
  refusesSingleFace(parameters: PartParameters): boolean;
}
