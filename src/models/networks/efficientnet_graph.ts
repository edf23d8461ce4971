import { foldBias, foldWeights } from "./batch_norm_folding.ts";
import { convolutionPlace, type EfficientnetForm, TF_FORM } from "./efficientnet_form.ts";
import type { EfficientnetBlock, EfficientnetLayout } from "./efficientnet_layout.ts";
import { convolutionNames, type NormalisedNames } from "./efficientnet_parameters.ts";
import { type Graph, GraphBuilder, type Value } from "../onnx/graph_builder.ts";

/**
 * A function that returns a parameter's numbers, row-major, by its key in the state dict. It is called while
 * the model is written, one parameter after another, so that they need not all be in memory.
 */
export type ParameterSource = (key: string) => Float32Array<ArrayBuffer>;

/** Stage whose output the attention of icpr2020dfdc's networks weighs, from 0. */
export const ATTENTION_STAGE = 2;

/** A graph under construction, its form, and the source of its parameters. */
interface Network {
  readonly graph: GraphBuilder;
  readonly parameters: ParameterSource;
  readonly form: EfficientnetForm;
}

interface Convolution {
  readonly shape: readonly [outputs: number, inputs: number, height: number, width: number];
  readonly stride: 1 | 2;
  /** Number of input channels for a depthwise convolution, else 1. */
  readonly groups: number;
  /** Side of its input for images of a fixed padding's size. */
  readonly side: number;
}

/**
 * Builds an EfficientNet under a head of global average pool and one linear layer. Input `image` `[batch, 3,
 * height, width]`, output `logit` `[batch, 1]`, or `logits` `[batch, classes]`.
 *
 * Batch size and image size are dynamic. TensorFlow's "same" padding depends on the image size where the stride
 * is 2; ONNX's `SAME_UPPER` is the same rule, applied when the size is known. Batch normalisations are folded
 * into the preceding convolutions.
 * @param parameters by the names of `DeepFakeClassifier` (selimsef/dfdc_deepfake_challenge) over timm's encoder
 */
export function efficientnetGraph(
  { variant, stem, blocks, features }: EfficientnetLayout,
  parameters: ParameterSource,
  form: EfficientnetForm = TF_FORM,
): Graph {
  const graph = new GraphBuilder(`efficientnet-${variant}`);
  const network = { graph, parameters, form };
  const sides = inputSides(blocks, form);
  const image = graph.input("image", { type: "float32", shape: ["batch", 3, "height", "width"] });
  const first = normalised(network, image, {
    names: { weights: "conv_stem", normalisation: "bn1" },
    convolution: { shape: [stem, 3, 3, 3], stride: 2, groups: 1, side: sides[0]! },
  });
  const last = blocks.reduce((input, next, i) => {
    const output = block(network, input, { ...next, side: sides[i + 1]! });
    return isAttended(blocks, i) ? attended(network, output, next.outputs) : output;
  }, silu(network, first));
  const head = normalised(network, last, {
    names: { weights: "conv_head", normalisation: "bn2" },
    convolution: pointwise(features, blocks[blocks.length - 1]!.outputs),
  });
  graph.output(logit(network, silu(network, head), features));
  return graph.build();
}

/** Computes the side of the first convolution's input and of each block's, for a fixed padding's images. */
function inputSides(blocks: readonly EfficientnetBlock[], { padding }: EfficientnetForm): number[] {
  const sides = [padding.kind === "fixed" ? padding.side : 0];
  for (const { stride } of [{ stride: 2 }, ...blocks]) {
    sides.push(Math.ceil(sides.at(-1)! / stride));
  }
  return sides;
}

function isAttended(blocks: readonly EfficientnetBlock[], i: number): boolean {
  return blocks[i]!.stage === ATTENTION_STAGE && blocks[i + 1]!.stage !== ATTENTION_STAGE;
}

/** Adds the attention map, where the form has one: scales all channels of each place by one number. */
function attended(network: Network, input: Value, channels: number): Value {
  if (!network.form.attention) return input;
  const map = biased(network, input, { name: "attention", shape: [1, channels, 1, 1] });
  return network.graph.node("Mul", [input, network.graph.node("Sigmoid", [map])]);
}

function block(
  network: Network,
  input: Value,
  layout: EfficientnetBlock & Pick<Convolution, "side">,
): Value {
  const { path, inputs, inner, outputs, kernel, stride, skip, side } = layout;
  const { expand, depthwise, project } = convolutionNames(layout);
  const step = (value: Value, names: NormalisedNames, convolution: Convolution) =>
    normalised(network, value, { path, names, convolution });
  const wide = expand === null
    ? input
    : silu(network, step(input, expand, pointwise(inner, inputs)));
  const convolved = silu(
    network,
    step(wide, depthwise, { shape: [inner, 1, kernel, kernel], stride, groups: inner, side }),
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
  { graph, parameters, form: { epsilon, padding } }: Network,
  input: Value,
  { path, names, convolution }: {
    readonly path?: string;
    readonly names: NormalisedNames;
    readonly convolution: Convolution;
  },
): Value {
  const { shape, stride, groups, side } = convolution;
  const name = inPath(path, names.weights);
  const read = (part: string) => parameters(`encoder.${inPath(path, part)}`);
  const norm = (part: string) => read(`${names.normalisation}.${part}`);
  const factors = () => ({
    scale: norm("weight"),
    variance: norm("running_var"),
    epsilon,
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
    ...convolutionPlace(padding, { kernel: shape[2], stride, side, isStem: path === undefined }),
  });
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
  const { graph, form } = network;
  const means = graph.node("Flatten", [graph.node("GlobalAveragePool", [input])]); // [n, features]
  const { classes } = form;
  const weights = learned(network, "fc.weight", [classes, features]);
  const bias = learned(network, "fc.bias", [classes]);
  const name = logitsName(classes);
  return graph.node("Gemm", [means, weights, bias], { name, transB: 1 });
}

/** Returns the name of the output. */
export function logitsName(classes: number): string {
  return classes === 1 ? "logit" : "logits";
}

/** Adds a parameter as it is in the checkpoint. Only the last layer and the attention lie outside the encoder. */
function learned({ graph, parameters }: Network, name: string, shape: readonly number[]): Value {
  const isOutside = name.startsWith("fc.") || name.startsWith("attention.");
  const key = isOutside ? name : `encoder.${name}`;
  return graph.constant(name, { type: "float32", shape, data: () => parameters(key) });
}

/** Adds `x · sigmoid(x)`. */
function silu({ graph }: Network, input: Value): Value {
  return graph.node("Mul", [input, graph.node("Sigmoid", [input])]);
}

function pointwise(outputs: number, inputs: number): Convolution {
  return { shape: [outputs, inputs, 1, 1], stride: 1, groups: 1, side: 0 };
}

function inPath(path: string | undefined, name: string): string {
  return path === undefined ? name : `${path}.${name}`;
}
