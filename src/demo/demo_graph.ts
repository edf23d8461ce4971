import { type Graph, GraphBuilder } from "../models/onnx/graph_builder.ts";
import { DEMO_FACE_SIZE } from "./demo_classifier_recipe.ts";
import type { LogisticModel } from "./logistic_regression.ts";
import { FEATURE_COUNT, residualFeatures } from "./residual_features.ts";

const SHAPE = ["batch", 3, DEMO_FACE_SIZE, DEMO_FACE_SIZE] as const;

/** `faces` `[batch, 3, 192, 192]`, 0 … 255, to `features` `[batch, FEATURE_COUNT]`. */
export function featureGraph(): Graph {
  const graph = new GraphBuilder("residual_features");
  const faces = graph.input("faces", { type: "float32", shape: SHAPE });
  const features = residualFeatures(graph, faces, DEMO_FACE_SIZE);
  graph.output(graph.node("Identity", [features], { name: "features" }));
  return graph.build();
}

/**
 * The demo classifier: `faces` `[batch, 3, 192, 192]`, 0 … 255, to `logit` `[batch, 1]` of P(fake).
 * @param model over the features as they are, FEATURE_COUNT weights
 */
export function demoGraph({ weights, bias }: LogisticModel): Graph {
  const graph = new GraphBuilder("demo");
  const faces = graph.input("faces", { type: "float32", shape: SHAPE });
  const features = residualFeatures(graph, faces, DEMO_FACE_SIZE);
  const column = graph.constant("weights", {
    type: "float32",
    shape: [FEATURE_COUNT, 1],
    data: Float32Array.from(weights),
  });
  const offset = graph.constant("bias", {
    type: "float32",
    shape: [1],
    data: Float32Array.of(bias),
  });
  graph.output(graph.node("Gemm", [features, column, offset], { name: "logit" }));
  return graph.build();
}
