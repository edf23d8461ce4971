import { foldBias, foldWeights } from "./batch_norm_folding.ts";
import { TORCH_EPSILON } from "./efficientnet_form.ts";
import { logitsName, type ParameterSource } from "./efficientnet_graph.ts";
import {
  hasSkipConvolution,
  placeInBlock,
  XCEPTION_BLOCKS,
  XCEPTION_FEATURES,
  type XceptionBlock,
} from "./xception_layout.ts";
import { type Graph, GraphBuilder, type Value } from "../onnx/graph_builder.ts";

interface Network {
  readonly graph: GraphBuilder;
  readonly parameters: ParameterSource;
}

interface Convolution {
  /** Name of its parameters, without `weight`. */
  readonly name: string;
  /** Name of the normalisation after it. */
  readonly norm: string;
  readonly shape: readonly [outputs: number, inputs: number, height: number, width: number];
  readonly stride?: 1 | 2;
}

/**
 * Builds Xception under a head of ReLU, global average pool and one linear layer, `fc`. Input `image` `[batch, 3,
 * height, width]`, output `logit` `[batch, 1]` or `logits` `[batch, classes]`. Batch normalisations are folded into
 * the preceding convolutions.
 */
export function xceptionGraph(
  parameters: ParameterSource,
  { classes }: { readonly classes: number },
): Graph {
  const graph = new GraphBuilder("xception");
  const network = { graph, parameters };
  const image = graph.input("image", { type: "float32", shape: ["batch", 3, "height", "width"] });
  const first = folded(network, image, {
    name: "conv1",
    norm: "bn1",
    shape: [32, 3, 3, 3],
    stride: 2,
  });
  const second = folded(network, relu(network, first), {
    name: "conv2",
    norm: "bn2",
    shape: [64, 32, 3, 3],
  });
  const last = XCEPTION_BLOCKS.reduce(
    (input, next) => block(network, input, next),
    relu(network, second),
  );
  const third = separable(network, last, { path: "conv3", norm: "bn3", channels: [1024, 1536] });
  const fourth = separable(network, relu(network, third), {
    path: "conv4",
    norm: "bn4",
    channels: [1536, XCEPTION_FEATURES],
  });
  graph.output(logits(network, relu(network, fourth), classes));
  return graph.build();
}

function block(network: Network, input: Value, layout: XceptionBlock): Value {
  const { path, inputs, outputs, convolutions, stride, startsWithRelu } = layout;
  const deep = convolutions.reduce((value, channels, i) => {
    const place = placeInBlock(layout, i);
    const active = i > 0 || startsWithRelu ? relu(network, value) : value;
    const names = { path: `${path}.rep.${place}`, norm: `${path}.rep.${place + 1}` };
    return separable(network, active, { ...names, channels });
  }, input);
  const pooled = stride === 1 ? deep : network.graph.node("MaxPool", [deep], {
    kernel_shape: [3, 3],
    strides: [stride, stride],
    pads: [1, 1, 1, 1],
  });
  const skip = hasSkipConvolution(layout)
    ? folded(network, input, {
      name: `${path}.skip`,
      norm: `${path}.skipbn`,
      shape: [outputs, inputs, 1, 1],
      stride,
    })
    : input;
  return network.graph.node("Add", [pooled, skip], { name: path });
}

/** Adds a depthwise and a pointwise convolution, with the normalisation after both. */
function separable(
  network: Network,
  input: Value,
  { path, norm, channels: [inputs, outputs] }: {
    readonly path: string;
    readonly norm: string;
    readonly channels: readonly [number, number];
  },
): Value {
  const { graph, parameters } = network;
  const key = `${path}.conv1.weight`;
  const weights = graph.constant(key, {
    type: "float32",
    shape: [inputs, 1, 3, 3],
    data: () => parameters(key),
  });
  const deep = graph.node("Conv", [input, weights], {
    name: `${path}.conv1`,
    group: inputs,
    pads: [1, 1, 1, 1],
  });
  return folded(network, deep, {
    name: `${path}.pointwise`,
    norm,
    shape: [outputs, inputs, 1, 1],
  });
}

/** Adds a convolution without padding, and the normalisation after it. */
function folded(
  { graph, parameters }: Network,
  input: Value,
  { name, norm, shape, stride = 1 }: Convolution,
): Value {
  const part = (of: string) => parameters(`${norm}.${of}`);
  const factors = () => ({
    scale: part("weight"),
    variance: part("running_var"),
    epsilon: TORCH_EPSILON,
  });
  const weights = graph.constant(`${name}.weight`, {
    type: "float32",
    shape,
    data: () => foldWeights(parameters(`${name}.weight`), factors()),
  });
  const bias = graph.constant(`${name}.bias`, {
    type: "float32",
    shape: [shape[0]],
    data: () => foldBias({ ...factors(), shift: part("bias"), mean: part("running_mean") }),
  });
  return graph.node("Conv", [input, weights, bias], {
    name,
    ...(stride > 1 && { strides: [stride, stride] }),
  });
}

function logits({ graph, parameters }: Network, input: Value, classes: number): Value {
  const means = graph.node("Flatten", [graph.node("GlobalAveragePool", [input])]); // [n, features]
  const learned = (name: string, shape: readonly number[]) =>
    graph.constant(name, { type: "float32", shape, data: () => parameters(name) });
  const weights = learned("fc.weight", [classes, XCEPTION_FEATURES]);
  const bias = learned("fc.bias", [classes]);
  return graph.node("Gemm", [means, weights, bias], { name: logitsName(classes), transB: 1 });
}

function relu({ graph }: Network, input: Value): Value {
  return graph.node("Relu", [input]);
}
