import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import { efficientnetGraph, type ParameterSource } from "./efficientnet_graph.ts";
import { efficientnetLayout, type EfficientnetVariant } from "./efficientnet_layout.ts";
import { writeModel } from "../onnx/model_writer.ts";
import { writeThroughSink } from "../../platform/files/file_sink.ts";
import { seededWeights } from "./seeded_weights.ts";

/** Factor that keeps the logits of most seeds within ±5, so that scores do not saturate at 0 or 1. */
const HEAD_GAIN = 0.3;

/** Mean and standard deviation of ImageNet's colours, used to train timm's models. */
const IMAGENET_MEAN = [0.485, 0.456, 0.406] as const;
const IMAGENET_STD = [0.229, 0.224, 0.225] as const;

/**
 * Returns the part of a model card that all EfficientNets built here share.
 * @param size side of the faces, pixels; the networks accept any
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
 * Writes an EfficientNet as one ONNX file, atomically. Weights are requested one parameter at a time, and only
 * a few are in memory at once. Equal weights give equal bytes.
 * @param path of the new file
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
 * Writes an untrained EfficientNet for benchmarks: as large and slow as a trained one, with meaningless scores.
 * Equal seeds give equal bytes on every machine.
 * @param options `seed`: integer, 0 … 2³²−1
 */
export async function buildSeededEfficientnet(
  path: string,
  { variant, seed }: { readonly variant: EfficientnetVariant; readonly seed: number },
): Promise<void> {
  const parameters = seededWeights(efficientnetLayout(variant), { seed, headGain: HEAD_GAIN });
  await buildEfficientnet(path, { variant, parameters });
}
