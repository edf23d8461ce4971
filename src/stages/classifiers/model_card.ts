import type { Precision } from "../../records/provider.ts";

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

/** The file that a model's weights come from. */
export interface ModelWeights {
  /** Its name. */
  readonly file: string;
  /** Where it can be had; `null`: from whoever imported it. */
  readonly url: string | null;
  /** SHA-256 of the file, hex; `null`: not known before its first use. */
  readonly sha256: string | null;
}

/** What running a model's files on fixed images showed when they were made. */
export interface ModelVerification {
  /** Version of ONNX Runtime, on its CPU provider. */
  readonly onnxRuntime: string;
  /** How many images. */
  readonly images: number;
  /** The largest difference of P(fake) between fp16 and fp32; `null` without both. */
  readonly halfPrecisionDifference: number | null;
  /** Whether that difference passes what fp16 may change, and was accepted by `--force`. */
  readonly forced: boolean;
}

/** The JSON beside a classifier: how to feed it, what its output means, where it comes from. */
export interface ModelCard {
  readonly schemaVersion: 1;
  readonly name: string;
  /** A name of `registry.ts`. */
  readonly family: string;
  /** The network, by the name that `models import --family` has for it; left out: one of its own. */
  readonly architecture?: string;
  readonly description: string;
  readonly license: string;
  readonly source: string;
  /** Left out: the model was not made from a file of weights. */
  readonly weights?: ModelWeights;
  readonly files: Readonly<Partial<Record<Precision, ModelFile>>>;
  readonly input: ModelInput;
  readonly output: ModelOutput;
  readonly trainedOn: readonly TrainingData[];
  /** What a user must know before trusting the scores. */
  readonly limits: string;
  /** Left out: its files were not verified when they were made. */
  readonly verification?: ModelVerification;
}
