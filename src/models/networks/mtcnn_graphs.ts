import { type Graph, GraphBuilder, type Value } from "../onnx/graph_builder.ts";
import {
  blockedConvolution,
  convolution,
  dense,
  maxPool,
  mergedHeads,
  outputs,
  prelu,
  scaledInputs,
} from "./mtcnn_layers.ts";
import type { Layer, MtcnnWeights } from "./mtcnn_weights.ts";
import { pooledPrelu } from "./pooled_prelu.ts";

/**
 * Builds P-Net of MTCNN (Zhang et al. 2016, https://arxiv.org/abs/1604.02878) as facenet-pytorch runs it. Input
 * `image` `[batch, 3, height, width]`; outputs `probability` `[batch, 1, h, w]` and `regression` `[batch, 4, h,
 * w]`, one position per window of 12 pixels, with stride 2.
 */
export function pnetGraph(weights: MtcnnWeights): Graph {
  const graph = new GraphBuilder("pnet");
  const image = graph.input("image", { type: "float32", shape: ["batch", 3, "height", "width"] });
  const { value: pooled, signs } = pooledPrelu(graph, image, {
    layer: weights.layer("conv1"),
    slopes: weights.slopes(1),
  });
  const conv2 = weights.layer("conv2");
  const second = blockedConvolution(graph, pooled, {
    name: "conv2",
    layer: { ...conv2, weights: scaledInputs(conv2.weights, signs) },
  });
  const third = blockedConvolution(
    graph,
    prelu(graph, second, { name: "prelu2", slopes: weights.slopes(2) }),
    { name: "conv3", layer: weights.layer("conv3") },
  );
  const head = mergedHeads([weights.layer("conv4-1"), weights.layer("conv4-2")]);
  const answers = preluThenHead(graph, third, { head, slopes: weights.slopes(3) });
  outputs(graph, answers, { regression: 4 });
  return graph.build();
}

/** Builds R-Net: `image` `[batch, 3, 24, 24]` to `probability` `[batch, 1]` and `regression` `[batch, 4]`. */
export function rnetGraph(weights: MtcnnWeights): Graph {
  const graph = new GraphBuilder("rnet");
  const image = graph.input("image", { type: "float32", shape: ["batch", 3, 24, 24] });
  const features = convolutions(graph, image, { weights, pools: [3, 3] });
  const hidden = flatDense(graph, features, { weights, number: 4 });
  const head = mergedHeads([weights.layer("conv5-1"), weights.layer("conv5-2")]);
  outputs(graph, dense(graph, hidden, { name: "conv5", layer: head }), { regression: 4 });
  return graph.build();
}

/** Builds O-Net: `image` `[batch, 3, 48, 48]` to R-Net's outputs and `landmarks` `[batch, 10]`. */
export function onetGraph(weights: MtcnnWeights): Graph {
  const graph = new GraphBuilder("onet");
  const image = graph.input("image", { type: "float32", shape: ["batch", 3, 48, 48] });
  const features = convolutions(graph, image, { weights, pools: [3, 3, 2] });
  const hidden = flatDense(graph, features, { weights, number: 5 });
  const head = mergedHeads([
    weights.layer("conv6-1"),
    weights.layer("conv6-2"),
    weights.layer("conv6-3"),
  ]);
  const answers = dense(graph, hidden, { name: "conv6", layer: head });
  outputs(graph, answers, { regression: 4, landmarks: 10 });
  return graph.build();
}

/** Adds convolutions with PReLU, each pooled by windows of the given size, and a last one without pooling. */
function convolutions(
  graph: GraphBuilder,
  image: Value,
  { weights, pools }: { weights: MtcnnWeights; pools: readonly number[] },
): Value {
  const block = (input: Value, number: number) => {
    const layer = weights.layer(`conv${number}`);
    const linear = blockedConvolution(graph, input, { name: `conv${number}`, layer });
    return prelu(graph, linear, { name: `prelu${number}`, slopes: weights.slopes(number) });
  };
  const pooled = pools.reduce(
    (input, size, i) => maxPool(graph, block(input, i + 1), { size, stride: 2 }),
    image,
  );
  return block(pooled, pools.length + 1);
}

/** Adds a dense layer with PReLU over features ordered by column, row and channel. */
function flatDense(
  graph: GraphBuilder,
  features: Value,
  { weights, number }: { weights: MtcnnWeights; number: number },
): Value {
  const byColumn = graph.node("Transpose", [features], { perm: [0, 3, 2, 1] }); // [n, w, h, c]
  const linear = dense(graph, graph.node("Flatten", [byColumn]), {
    name: `conv${number}`,
    layer: weights.layer(`conv${number}`),
  });
  return prelu(graph, linear, { name: `prelu${number}`, slopes: weights.slopes(number) });
}

/**
 * Adds `head(PReLU(x))` as a 1×1 convolution of `a·x` plus one of `(1-a)·Relu(x)`, so that PReLU needs no extra
 * pass.
 */
function preluThenHead(
  graph: GraphBuilder,
  input: Value,
  { head, slopes }: { head: Layer; slopes: Float32Array },
): Value {
  const straight = convolution(graph, input, {
    name: "conv4.straight",
    layer: { ...head, weights: scaledInputs(head.weights, slopes) },
  });
  const bent = convolution(graph, graph.node("Relu", [input]), {
    name: "conv4.bent",
    layer: {
      weights: scaledInputs(head.weights, slopes.map((slope) => 1 - slope)),
      bias: new Float32Array(head.bias.length),
    },
  });
  return graph.node("Add", [straight, bent]);
}
