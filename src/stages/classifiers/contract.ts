import type { ModelCard } from "./model_card.ts";
import type { Precision, Provider } from "../../records/provider.ts";
import type { ParameterName, PartParameters } from "../parameters.ts";
import type { Part } from "../part.ts";

/** Settings under which a classifier is run. */
export interface ClassifierOptions {
  readonly provider: Provider;
  readonly precision: Precision;
  /** Faces per call; the last batch is padded, so that all calls have the same shape. */
  readonly batchSize: number;
  /** Threads of the session, at least 1. */
  readonly threads: number;
  /** SHA-256 of the precision's file, hex, if it was just verified. */
  readonly sha256?: string | undefined;
}

/** Scores face crops. Not reentrant: one call at a time per instance. */
export interface Classifier {
  readonly card: ModelCard;
  /** Number of faces per call: that of the options, or more where the network takes a fixed number. */
  readonly batchSize: number;
  /**
   * Scores faces.
   * @param faces prepared faces, uint8 RGB, `[count][size][size][3]`
   * @param count number of faces, 1 … batchSize
   * @returns P(fake) of each face, in [0, 1], `[count]`; float16 values when the precision is fp16
   * @throws AssayError SCORE_NOT_A_PROBABILITY when the network gives a value outside [0, 1] or NaN
   */
  score(faces: Uint8Array, count: number): Promise<Float32Array>;
  /** Frees the network; the instance cannot be used afterwards. */
  release(): Promise<void>;
}

/** Parameters that every classifier depends on: which file is run, and on how many faces at once. */
export const EVERY_FAMILY_READS = ["precision", "batchSize"] as const;

/** A family of classifiers: runs the models that name it in their cards. */
export interface ClassifierFamily<Name extends ParameterName = ParameterName> extends Part<Name> {
  /**
   * Loads the network of a card.
   * @param folder absolute path of the card's folder
   * @param options settings of the run, and the parameters that the family declares
   */
  load(
    card: ModelCard,
    folder: string,
    options: ClassifierOptions & Pick<PartParameters, Name>,
  ): Promise<Classifier>;
}

/**
 * Declares a classifier family. It can read only the parameters in `reads`.
 * @example
 * ```ts
 * import { classifierFamily } from "./contract.ts";
 *
 * const undecided = classifierFamily({
 *   reads: [],
 *   load: (card, _folder, { batchSize }) =>
 *     Promise.resolve({
 *       card,
 *       batchSize,
 *       score: (_faces, count) => Promise.resolve(new Float32Array(count).fill(0.5)),
 *       release: () => Promise.resolve(),
 *     }),
 * });
 * console.log(undecided.reads); // []
 * ```
 */
export function classifierFamily<const Name extends ParameterName = never>(
  part: ClassifierFamily<Name>,
): ClassifierFamily<Name> {
  return part;
}
