import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import { efficientnetGraph, type ParameterSource } from "./efficientnet_graph.ts";
import { efficientnetLayout, type EfficientnetVariant } from "./efficientnet_layout.ts";
import { writeModel } from "../onnx/model_writer.ts";
import { writeThroughSink } from "../../platform/files/file_sink.ts";
import { seededWeights } from "./seeded_weights.ts";

/** Keeps the logits of most seeds within ±5, so that no score is stuck at 0 or 1. */
const HEAD_GAIN = 0.3;

/** Mean and standard deviation of ImageNet's colours, with which timm's models were trained. */
const IMAGENET_MEAN = [0.485, 0.456, 0.406] as const;
const IMAGENET_STD = [0.229, 0.224, 0.225] as const;

/**
 * The part of a model card that all EfficientNets built here share.
 * @param size width and height of the faces, pixels; the networks take any
 */
export function efficientnetInterface(size: number): Pick<ModelCard, "input" | "output"> {
  return {
    input: {
      name: "image",
      size,
      channels: "RGB",
      layout: "NCHW",
      scale: 1 / 255,
      mean: IMAGENET_MEAN,
      std: IMAGENET_STD,
    },
    output: { name: "logit", activation: "sigmoid", index: 0, polarity: "fake" },
  };
}

/**
 * Writes an EfficientNet as one ONNX file, whole or not at all. Weights are asked for one parameter at a time,
 * and at most a few are in memory at once. Equal weights give equal bytes.
 * @param path of the file to be
 */
export async function buildEfficientnet(
  path: string,
  { variant, parameters }: {
    readonly variant: EfficientnetVariant;
    readonly parameters: ParameterSource;
  },
): Promise<void> {
  const graph = efficientnetGraph(efficientnetLayout(variant), parameters);
  await writeThroughSink(path, (sink) => writeModel(graph, sink));
}

/**
 * Writes an untrained EfficientNet for benchmarks: as large and as slow as a trained one, its scores without
 * meaning. Equal seeds give equal bytes everywhere.
 * @param options `seed` an integer in 0 … 2³²−1
 */
export async function buildSeededEfficientnet(
  path: string,
  { variant, seed }: { readonly variant: EfficientnetVariant; readonly seed: number },
): Promise<void> {
  const parameters = seededWeights(efficientnetLayout(variant), { seed, headGain: HEAD_GAIN });
  await buildEfficientnet(path, { variant, parameters });
}
