import type { Precision } from "../domain/provider.ts";
import type { FamilyName } from "./parameters.ts";

/** One file of a model. */
export interface ModelFile {
  /** Name inside the card's folder. */
  readonly path: string;
  /** SHA-256 of the file, hex; `null`: built on this machine, so that no hash can be known beforehand. */
  readonly sha256: string | null;
}

/** How faces become the network's input: `(value * scale - mean[c]) / std[c]`, value 0 … 255. */
export interface ModelInput {
  readonly name: string;
  /** Width and height in pixels. */
  readonly size: number;
  readonly channels: "RGB" | "BGR";
  readonly layout: "NCHW" | "NHWC";
  readonly scale: number;
  /** In the order of `channels`. */
  readonly mean: readonly [number, number, number];
  /** In the order of `channels`. */
  readonly std: readonly [number, number, number];
}

/** How the network's output becomes P(fake). */
export interface ModelOutput {
  readonly name: string;
  /** What Assay has to apply: the output is a logit, class logits, or already a probability. */
  readonly activation: "none" | "sigmoid" | "softmax";
  /** Which output is the probability, from 0. */
  readonly index: number;
  /** What a high probability means; `real` is turned round. */
  readonly polarity: "fake" | "real";
}

/** What a model was trained on, so that a report can point at videos it has seen. */
export interface TrainingData {
  readonly dataset: string;
  /** Names of videos, as the dataset has them; empty when not known. */
  readonly videos: readonly string[];
  readonly note: string;
}

/** The JSON beside a classifier: how to feed it, what its output means, where it comes from. */
export interface ModelCard {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly family: FamilyName;
  readonly description: string;
  readonly license: string;
  readonly source: string;
  readonly files: Readonly<Partial<Record<Precision, ModelFile>>>;
  readonly input: ModelInput;
  readonly output: ModelOutput;
  readonly trainedOn: readonly TrainingData[];
  /** What a user must know before trusting the scores. */
  readonly limits: string;
}
