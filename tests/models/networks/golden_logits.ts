import { inputTensor } from "../../../src/stages/classifiers/input_tensor.ts";
import type { EfficientnetVariant } from "../../../src/models/networks/efficientnet_layout.ts";
import { efficientnetLayout } from "../../../src/models/networks/efficientnet_layout.ts";
import {
  buildEfficientnet,
  efficientnetInterface,
} from "../../../src/models/networks/efficientnet.ts";
import { seededWeights } from "../../../src/models/networks/seeded_weights.ts";
import type { OpenModel } from "../onnx/open_model.ts";
import { sharedBytes, sharedJson } from "../../shared_data.ts";

/** What timm computes with weights made by formula. */
export interface LogitCase {
  readonly variant: EfficientnetVariant;
  readonly inputSize: number;
  readonly seed: number;
  readonly fcGain: number;
  /** Of images of sines, the k-th `sin(0.001 (k + 1) i)`. */
  readonly sinLogits: readonly number[];
  /** Of three face crops. */
  readonly faceLogits: readonly number[];
}

export function logitCases(): LogitCase[] {
  const { cases } = sharedJson<{ cases: (LogitCase & { model: string })[] }>(
    "golden",
    "efficientnet",
    "logits.json",
  );
  return cases.map((one) => ({ ...one, variant: one.model.slice(-2) as EfficientnetVariant }));
}

export async function buildCase(path: string, one: LogitCase): Promise<void> {
  const { variant, seed, fcGain } = one;
  const parameters = seededWeights(efficientnetLayout(variant), { seed, headGain: fcGain });
  await buildEfficientnet(path, { variant, parameters });
}

/** Logits of the sines. */
export async function sineLogits(model: OpenModel, { inputSize, sinLogits }: LogitCase) {
  const logits: number[] = [];
  for (const k of sinLogits.keys()) {
    const length = 3 * inputSize * inputSize;
    const data = Float32Array.from({ length }, (_, i) => Math.sin(i * (0.001 * (k + 1))));
    const { logit } = await model.run({ image: { data, dims: [1, 3, inputSize, inputSize] } });
    logits.push(Number(logit!.data[0]));
  }
  return logits;
}

/** Logits of the faces, prepared as the model card says. */
export async function faceLogits(model: OpenModel, { inputSize, faceLogits }: LogitCase) {
  const { input } = efficientnetInterface(inputSize);
  const image = inputTensor(input, 1);
  const logits: number[] = [];
  for (const k of faceLogits.keys()) {
    image.fill(sharedBytes("golden", "efficientnet", `face${k}_${inputSize}.bin`));
    const { logit } = await model.run({ image });
    logits.push(Number(logit!.data[0]));
  }
  return logits;
}

/** The largest difference of two lists of equal length. */
export function largestDifference(ones: readonly number[], others: readonly number[]): number {
  return Math.max(...ones.map((one, i) => Math.abs(one - others[i]!)));
}

export function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
