import type { ModelCard } from "./model_card.ts";
import type { Precision, Provider } from "../../records/provider.ts";

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

/** A family of classifiers: knows how to run what its model cards describe. */
export interface ClassifierFamily {
  /** @param folder absolute path of the folder that the card lies in */
  load(card: ModelCard, folder: string, options: ClassifierOptions): Promise<Classifier>;
}
