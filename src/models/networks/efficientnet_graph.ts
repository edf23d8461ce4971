import { foldBias, foldWeights } from "./batch_norm_folding.ts";
import type { EfficientnetBlock, EfficientnetLayout } from "./efficientnet_layout.ts";
import { convolutionNames, type NormalisedNames } from "./efficientnet_parameters.ts";
import { type Graph, GraphBuilder, type Value } from "../onnx/graph_builder.ts";

/**
 * A function that returns a parameter's numbers, row-major, by its key in the state dict. It is called while
 * the model is written, one parameter after another, so that they need not all be in memory.
 */
export type ParameterSource = (key: string) => Float32Array<ArrayBuffer>;

/** Epsilon of TensorFlow, kept by timm's `tf_` models. */
const BATCH_NORM_EPSILON = 1e-3;

/** A graph under construction, and the source of its parameters. */
interface Network {
  readonly graph: GraphBuilder;
  readonly parameters: ParameterSource;
}

interface Convolution {
  readonly shape: readonly [outputs: number, inputs: number, height: number, width: number];
  readonly stride: 1 | 2;
  /** Number of input channels for a depthwise convolution, else 1. */
  readonly groups: number;
}

/**
 * Builds timm's `tf_efficientnet_b*` under `DeepFakeClassifier`'s head (selimsef/dfdc_deepfake_challenge):
 * global average pool and one linear output. Input `image` `[batch, 3, height, width]`, output `logit` `[batch,
 * 1]`.
 *
 * Batch size and image size are dynamic. TensorFlow's "same" padding depends on the image size where the stride
 * is 2; ONNX's `SAME_UPPER` is the same rule, applied when the size is known. Batch normalisations are folded
 * into the preceding convolutions.
 */
export function efficientnetGraph(
  { variant, stem, blocks, features }: EfficientnetLayout,
  parameters: ParameterSource,
): Graph {
  const graph = new GraphBuilder(`efficientnet-${variant}`);
  const network = { graph, parameters };
  const image = graph.input("image", { type: "float32", shape: ["batch", 3, "height", "width"] });
  const first = normalised(network, image, {
    names: { weights: "conv_stem", normalisation: "bn1" },
    convolution: { shape: [stem, 3, 3, 3], stride: 2, groups: 1 },
  });
  const last = blocks.reduce((input, next) => block(network, input, next), silu(network, first));
  const head = normalised(network, last, {
    names: { weights: "conv_head", normalisation: "bn2" },
    convolution: pointwise(features, blocks[blocks.length - 1]!.outputs),
  });
  graph.output(logit(network, silu(network, head), features));
  return graph.build();
}

function block(network: Network, input: Value, layout: EfficientnetBlock): Value {
  const { path, inputs, inner, outputs, kernel, stride, skip } = layout;
  const { expand, depthwise, project } = convolutionNames(layout);
  const step = (value: Value, names: NormalisedNames, convolution: Convolution) =>
    normalised(network, value, { path, names, convolution });
  const wide = expand === null
    ? input
    : silu(network, step(input, expand, pointwise(inner, inputs)));
  const convolved = silu(
    network,
    step(wide, depthwise, { shape: [inner, 1, kernel, kernel], stride, groups: inner }),
  );
  const weighed = squeezeExcite(network, convolved, layout);
  const narrow = step(weighed, project, pointwise(outputs, inner));
  return skip ? network.graph.node("Add", [narrow, input], { name: path }) : narrow;
}

/** Adds squeeze and excitation: scales each channel by a function of all channels' means. */
function squeezeExcite(
  network: Network,
  input: Value,
  { path, inner, squeezed }: EfficientnetBlock,
): Value {
  const { graph } = network;
  const means = graph.node("GlobalAveragePool", [input], { name: `${path}.se` }); // [n, inner, 1, 1]
  const reduced = biased(network, means, {
    name: `${path}.se.conv_reduce`,
    shape: [squeezed, inner, 1, 1],
  });
  const weights = biased(network, silu(network, reduced), {
    name: `${path}.se.conv_expand`,
    shape: [inner, squeezed, 1, 1],
  });
  return graph.node("Mul", [input, graph.node("Sigmoid", [weights])]);
}

/** Adds a convolution followed by a batch normalisation. */
function normalised(
  { graph, parameters }: Network,
  input: Value,
  { path, names, convolution }: {
    readonly path?: string;
    readonly names: NormalisedNames;
    readonly convolution: Convolution;
  },
): Value {
  const { shape, stride, groups } = convolution;
  const name = inPath(path, names.weights);
  const read = (part: string) => parameters(`encoder.${inPath(path, part)}`);
  const norm = (part: string) => read(`${names.normalisation}.${part}`);
  const factors = () => ({
    scale: norm("weight"),
    variance: norm("running_var"),
    epsilon: BATCH_NORM_EPSILON,
  });
  const weights = graph.constant(`${name}.weight`, {
    type: "float32",
    shape,
    data: () => foldWeights(read(`${names.weights}.weight`), factors()),
  });
  const bias = graph.constant(`${name}.bias`, {
    type: "float32",
    shape: [shape[0]],
    data: () => foldBias({ ...factors(), shift: norm("bias"), mean: norm("running_mean") }),
  });
  return graph.node("Conv", [input, weights, bias], {
    name,
    ...(groups > 1 && { group: groups }),
    ...samePadding(shape[2], stride),
  });
}

/** Returns the padding: with stride 1 and an odd kernel "same" padding is symmetric, for any image size. */
function samePadding(kernel: number, stride: 1 | 2) {
  if (stride === 2) return { strides: [2, 2], auto_pad: "SAME_UPPER" };
  const pad = (kernel - 1) / 2;
  return { pads: [pad, pad, pad, pad] };
}

/** Adds a 1×1 convolution with a bias and no normalisation. */
function biased(
  network: Network,
  input: Value,
  { name, shape }: { readonly name: string; readonly shape: readonly number[] },
): Value {
  const weights = learned(network, `${name}.weight`, shape);
  const bias = learned(network, `${name}.bias`, [shape[0]!]);
  return network.graph.node("Conv", [input, weights, bias], { name });
}

/** Adds global average pooling and the linear layer. */
function logit(network: Network, input: Value, features: number): Value {
  const { graph } = network;
  const means = graph.node("Flatten", [graph.node("GlobalAveragePool", [input])]); // [n, features]
  const weights = learned(network, "fc.weight", [1, features]);
  const bias = learned(network, "fc.bias", [1]);
  return graph.node("Gemm", [means, weights, bias], { name: "logit", transB: 1 });
}

/** Adds a parameter as it is in the checkpoint. Only the last layer lies outside the encoder. */
function learned({ graph, parameters }: Network, name: string, shape: readonly number[]): Value {
  const key = name.startsWith("fc.") ? name : `encoder.${name}`;
  return graph.constant(name, { type: "float32", shape, data: () => parameters(key) });
}

/** Adds `x · sigmoid(x)`. */
function silu({ graph }: Network, input: Value): Value {
  return graph.node("Mul", [input, graph.node("Sigmoid", [input])]);
}

function pointwise(outputs: number, inputs: number): Convolution {
  return { shape: [outputs, inputs, 1, 1], stride: 1, groups: 1 };
}

function inPath(path: string | undefined, name: string): string {
  return path === undefined ? name : `${path}.${name}`;
}
