import type { ModelCard } from "../../../src/stages/classifiers/model_card.ts";
import { GraphBuilder, type Value } from "../../../src/models/onnx/graph_builder.ts";
import { modelBytes } from "../../models/onnx/run_graph.ts";

/** Faces of the made classifier, pixels. */
export const MADE_SIZE = 32;

export interface MadeClassifier {
  /** Columns of its output; default 1. */
  readonly columns?: number;
  /** Of all weights; default 0.1. */
  readonly weight?: number;
  /** First side of its input; default free. */
  readonly batch?: string | number;
  /** Adds to each face's mean that of all faces in the batch. */
  readonly mixesBatch?: boolean;
  /** A second input of one number that is added to the output. */
  readonly wantsBias?: boolean;
}

/** An ONNX file: `image` through one convolution, averaged, to `logits` `[batch, columns]`. */
export function madeClassifier(
  { columns = 1, weight = 0.1, batch = "batch", mixesBatch, wantsBias }: MadeClassifier = {},
): Uint8Array {
  const graph = new GraphBuilder("made");
  const shape = [batch, 3, MADE_SIZE, MADE_SIZE];
  const image = graph.input("image", { type: "float32", shape });
  const kernel = filled(graph, "kernel", { shape: [4, 3, 3, 3], weight });
  const bent = graph.node("Relu", [graph.node("Conv", [image, kernel], { pads: [1, 1, 1, 1] })]);
  let means = graph.node("Flatten", [graph.node("GlobalAveragePool", [bent])]);
  if (mixesBatch) {
    const axes = graph.integers([0]);
    means = graph.node("Add", [means, graph.node("ReduceMean", [means, axes], { keepdims: 1 })]);
  }
  const matrix = filled(graph, "matrix", { shape: [4, columns], weight });
  let logits = graph.node("MatMul", [means, matrix]);
  if (wantsBias) {
    logits = graph.node("Add", [logits, graph.input("bias", { type: "float32", shape: [1] })]);
  }
  graph.output(graph.node("Identity", [logits], { name: "logits" }));
  return modelBytes(graph.build());
}

/** Weights between half the given one and one and a half of it, no two neighbours alike. */
function filled(
  graph: GraphBuilder,
  name: string,
  { shape, weight }: { readonly shape: readonly number[]; readonly weight: number },
): Value {
  const count = shape.reduce((product, side) => product * side, 1);
  const data = Float32Array.from({ length: count }, (_, i) => weight * (0.5 + (i * 0.618) % 1));
  return graph.constant(name, { type: "float32", shape, data });
}

/** A card that fits the made classifier, as a user would write it. */
export function madeCard(
  changes: Readonly<Record<string, unknown>> = {},
): Omit<ModelCard, "files" | "schemaVersion"> & Readonly<Record<string, unknown>> {
  return {
    name: "made",
    family: "onnx",
    description: "made by a test",
    license: "MIT",
    source: "tests",
    input: {
      name: "image",
      size: MADE_SIZE,
      channels: "RGB",
      layout: "NCHW",
      scale: 1 / 255,
      mean: [0.5, 0.5, 0.5],
      std: [0.5, 0.5, 0.5],
    },
    output: { name: "logits", activation: "sigmoid", index: 0, polarity: "fake" },
    trainedOn: [],
    limits: "none",
    ...changes,
  };
}
