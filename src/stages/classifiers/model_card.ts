import type { LandmarkTemplate } from "../../records/face.ts";
import type { Precision } from "../../records/provider.ts";
import type { GivenParameters } from "../parameters.ts";

/** One file of a model. */
export interface ModelFile {
  /** Name inside the card's folder. */
  readonly path: string;
  /** SHA-256 of the file, hex; `null`: not known in advance, because the file is built on this machine. */
  readonly sha256: string | null;
  /** Files beside it with its constants, where it is too large for one file; left out: none. */
  readonly data?: readonly ModelDataFile[];
}

/** A file with constants of a network that is too large for one file. */
export interface ModelDataFile {
  /** Name inside the card's folder. */
  readonly path: string;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

/** Preprocessing of faces for the network: `(value * scale - mean[c]) / std[c]`, value 0 … 255. */
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
  /** Faces in every run of a network that takes a fixed number; left out: it takes any number. */
  readonly batch?: number;
}

/** Conversion of the network's output to P(fake). */
export interface ModelOutput {
  readonly name: string;
  /** Function to apply: `sigmoid` to a logit, `softmax` to class logits, `none` to a probability. */
  readonly activation: "none" | "sigmoid" | "softmax";
  /** Column of the output, from 0. */
  readonly index: number;
  /** Meaning of a high probability; for `real`, P(fake) is its complement. */
  readonly polarity: "fake" | "real";
}

/** Training data of a model, so that a report can warn of videos that it was trained on. */
export interface TrainingData {
  readonly dataset: string;
  /** Names of the videos in the dataset; empty: not known. */
  readonly videos: readonly string[];
  readonly note: string;
}

/** Published weights that a model is made from. */
export interface ModelWeights {
  /** Name of the file. */
  readonly file: string;
  /** Address for downloading; `null`: the user imported the file. */
  readonly url: string | null;
  /** SHA-256 of the file, hex; `null`: not known before its first use. */
  readonly sha256: string | null;
}

/** Results of running a model's files on fixed images when they were made. */
export interface ModelVerification {
  /** Version of ONNX Runtime; its CPU provider was used. */
  readonly onnxRuntime: string;
  /** Number of images. */
  readonly images: number;
  /** Largest difference of P(fake) between fp16 and fp32; `null` without both. */
  readonly halfPrecisionDifference: number | null;
  /** Whether that difference exceeds the limit and was accepted by `--force`. */
  readonly forced: boolean;
}

/**
 * Preprocessing that a classifier was trained with: values of the parameters that the table says a card may state, by
 * their names in the config. Those left out are not known.
 */
export interface CardPreprocessing extends Readonly<Partial<GivenParameters>> {
  /** Places of the landmarks in its aligned faces: left eye, right eye, nose, left and right mouth corner as seen. */
  readonly template?: LandmarkTemplate;
}

/** The JSON file beside a classifier: preprocessing, meaning of the output, origin and limits. */
export interface ModelCard {
  readonly schemaVersion: 1;
  readonly name: string;
  /** Name of the classifier family in `registry.ts`. */
  readonly family: string;
  /** Name of the network, as in `models import --family`; left out: another network. */
  readonly architecture?: string;
  readonly description: string;
  readonly license: string;
  readonly source: string;
  /** Left out: the model was not made from published weights. */
  readonly weights?: ModelWeights;
  readonly files: Readonly<Partial<Record<Precision, ModelFile>>>;
  readonly input: ModelInput;
  readonly output: ModelOutput;
  /** Left out: not known. */
  readonly preprocessing?: CardPreprocessing;
  readonly trainedOn: readonly TrainingData[];
  /** What was inferred and assumed when the model was imported, a sentence each; left out: nothing. */
  readonly notes?: readonly string[];
  /** Limits that a user must know before relying on the scores. */
  readonly limits: string;
  /** Left out: the files were not verified when they were made. */
  readonly verification?: ModelVerification;
}
