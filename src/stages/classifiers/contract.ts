import type { ModelCard } from "./model_card.ts";
import type { Precision, Provider } from "../../records/provider.ts";
import type { ParameterName, PartParameters } from "../parameters.ts";
import type { Part } from "../part.ts";

/** How a classifier is run. */
export interface ClassifierOptions {
  readonly provider: Provider;
  readonly precision: Precision;
  /** Faces per call; the last batch is padded to it, so that every call has one shape. */
  readonly batchSize: number;
  /** Threads of the session, at least 1. */
  readonly threads: number;
  /** SHA-256 of the precision's file, hex, where it was verified just now. */
  readonly sha256?: string;
}

/** Scores face crops. Not reentrant: one call at a time per instance. */
export interface Classifier {
  readonly card: ModelCard;
  /** Exactly this many faces fit into one call. */
  readonly batchSize: number;
  /**
   * P(fake) of each face, in [0, 1], as float32 values (float16 values when the precision is fp16).
   * @param faces prepared faces one after another, uint8 RGB, each `size * size * 3` bytes
   * @param count how many faces `faces` holds, 1 … batchSize
   * @throws AssayError when the network gives a value that is not finite.
   */
  score(faces: Uint8Array, count: number): Promise<Float32Array>;
  release(): Promise<void>;
}

/** What every classifier depends on beside its model: which file is run, and on how many faces at once. */
export const EVERY_FAMILY_READS = ["precision", "batchSize"] as const;

/** A family of classifiers: knows how to run what its model cards describe. */
export interface ClassifierFamily<Name extends ParameterName = ParameterName> extends Part<Name> {
  /**
   * @param folder absolute path of the folder that the card lies in
   * @param options how it is run, and the parameters that the family declares
   */
  load(
    card: ModelCard,
    folder: string,
    options: ClassifierOptions & Pick<PartParameters, Name>,
  ): Promise<Classifier>;
}

/**
 * A family that reads nothing but what it declares.
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
