import { join } from "node:path";
import type { ModelCard } from "../../src/stages/classifiers/model_card.ts";
import { type Graph, GraphBuilder } from "../../src/models/onnx/graph_builder.ts";
import { writeModel } from "../../src/models/onnx/model_writer.ts";
import type { PlannedModel } from "../../src/pipeline/plan/plan.ts";
import { buildHalfPrecision } from "../../src/models/half_precision.ts";
import { writeThroughSink } from "../../src/platform/files/file_sink.ts";
import { card as example } from "./example_plan.ts";

/** Names of the two, and the sides of the faces that they take. */
const SIZES = { small: 48, large: 64 } as const;

/** A logit from the mean colour: faces score between 0.5 and 0.8, each a little differently. */
function meanColourGraph(size: number): Graph {
  const graph = new GraphBuilder("mean_colour");
  const image = graph.input("image", { type: "float32", shape: ["batch", 3, size, size] });
  const weight = graph.constant("weight", {
    type: "float32",
    shape: [1, 3, 1, 1],
    data: Float32Array.of(1.5, -2.5, 0.5),
  });
  const bias = graph.constant("bias", {
    type: "float32",
    shape: [1],
    data: Float32Array.of(0.75),
  });
  const coloured = graph.node("Conv", [image, weight, bias], { kernel_shape: [1, 1] });
  const mean = graph.node("GlobalAveragePool", [coloured]);
  graph.output(graph.node("Flatten", [mean], { name: "logit" }));
  return graph.build();
}

/** Two classifiers that cost nothing, `small` in both precisions and `large`, built in `folder`. */
export async function tinyModels(folder: string): Promise<PlannedModel[]> {
  const models: PlannedModel[] = [];
  for (const [name, size] of Object.entries(SIZES)) {
    const fp32 = join(folder, `${name}.onnx`);
    await writeThroughSink(fp32, (sink) => writeModel(meanColourGraph(size), sink));
    await buildHalfPrecision(fp32, join(folder, `${name}16.onnx`));
    models.push({
      card: tinyCard(name, size),
      folder,
      sha256: { fp32: name, fp16: `${name} fp16` },
      interface: name,
    });
  }
  return models;
}

function tinyCard(name: string, size: number): ModelCard {
  return {
    ...example,
    name,
    files: {
      fp32: { path: `${name}.onnx`, sha256: null },
      fp16: { path: `${name}16.onnx`, sha256: null },
    },
    input: { ...example.input, name: "image", size },
    output: { name: "logit", activation: "sigmoid", index: 0, polarity: "fake" },
  };
}
