import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import { type EfficientnetForm, TF_FORM } from "./efficientnet_form.ts";
import { efficientnetGraph, type ParameterSource } from "./efficientnet_graph.ts";
import { efficientnetLayout, type EfficientnetVariant } from "./efficientnet_layout.ts";
import { classOutput } from "./class_output.ts";
import { imageInput, IMAGENET } from "./image_preparation.ts";
import { writeModel } from "../onnx/model_writer.ts";
import { writeThroughSink } from "../../platform/files/file_sink.ts";
import { seededWeights } from "./seeded_weights.ts";

/** Factor that keeps the logits of most seeds within ±5, so that scores do not saturate at 0 or 1. */
const HEAD_GAIN = 0.3;

/**
 * Returns the part of a model card that all EfficientNets built here share.
 * @param size side of the faces, pixels; the networks accept any
 */
export function efficientnetInterface(size: number): Pick<ModelCard, "input" | "output"> {
  return { input: imageInput(size, IMAGENET), output: classOutput(1) };
}

/**
 * Writes an EfficientNet as one ONNX file, atomically. Weights are requested one parameter at a time, and only
 * a few are in memory at once. Equal weights give equal bytes.
 * @param path of the new file
 */
export async function buildEfficientnet(
  path: string,
  { variant, parameters, form = TF_FORM }: {
    readonly variant: EfficientnetVariant;
    readonly parameters: ParameterSource;
    /** Default: timm's `tf_efficientnet_b*` with one logit. */
    readonly form?: EfficientnetForm;
  },
): Promise<void> {
  const graph = efficientnetGraph(efficientnetLayout(variant), parameters, form);
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
