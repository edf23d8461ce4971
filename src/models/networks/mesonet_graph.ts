import { foldBias, foldFactors } from "./batch_norm_folding.ts";
import { type Graph, GraphBuilder, type Value } from "../onnx/graph_builder.ts";
import { type KerasLayerQueue, kerasLayerQueue } from "./keras_layer_queue.ts";
import type { KerasLayer } from "../checkpoints/keras_weights.ts";

/** The two networks of MesoNet. */
const MESONET_ARCHITECTURES = ["meso4", "mesoinception4"] as const;
export type MesonetArchitecture = (typeof MESONET_ARCHITECTURES)[number];

/** Side of the images, pixels, fixed by the dense layer. */
export const MESONET_SIZE = 256;

/** Default of Keras. */
const BATCH_NORM_EPSILON = 1e-3;

/** A graph under construction, and the layers still to be used. */
interface Network {
  readonly graph: GraphBuilder;
  readonly layers: KerasLayerQueue;
}

interface Convolution {
  readonly outputs: number;
  /** Side of the kernel, odd. */
  readonly kernel: number;
  readonly dilation?: number;
}

/**
 * Builds MesoNet (Afchar et al., "MesoNet: a Compact Facial Video Forgery Detection Network", WIFS 2018) after
 * its authors' `classifiers.py`. Input `image` `[batch, 3, 256, 256]`, RGB in 0 … 1; output `real_probability`
 * `[batch, 1]`: P(real), since Keras numbers the training folders alphabetically (df, real).
 *
 * Batch normalisations become a factor and a summand per channel: they cannot be folded into a convolution,
 * since ReLU precedes them and the padding of the next convolution follows.
 * @param layers of the authors' weights
 * @param file name of the weights file, for errors
 * @throws AssayError KERAS_LAYERS (exit 3) when the layers are another network's
 */
export function mesonetGraph(
  architecture: MesonetArchitecture,
  layers: readonly KerasLayer[],
  { file }: { readonly file: string },
): Graph {
  const graph = new GraphBuilder(architecture);
  const network = { graph, layers: kerasLayerQueue(layers, { network: architecture, file }) };
  const image = graph.input("image", {
    type: "float32",
    shape: ["batch", 3, MESONET_SIZE, MESONET_SIZE],
  });
  const features = architecture === "meso4"
    ? meso4Features(network, image)
    : mesoInception4Features(network, image);
  graph.output(realProbability(network, features));
  network.layers.end();
  return graph.build();
}

function meso4Features(network: Network, image: Value): Value {
  const first = pooled(network, convolution(network, image, { outputs: 8, kernel: 3 }), 2);
  const second = pooled(network, convolution(network, first, { outputs: 8, kernel: 5 }), 2);
  return lastFeatures(network, second);
}

function mesoInception4Features(network: Network, image: Value): Value {
  const first = pooled(network, inception(network, image, [1, 4, 4, 2]), 2);
  const second = pooled(network, inception(network, first, [2, 4, 4, 2]), 2);
  return lastFeatures(network, second);
}

/** Adds the last two blocks, common to both networks: `[n, c, 64, 64]` to `[n, 16, 8, 8]`. */
function lastFeatures(network: Network, input: Value): Value {
  const third = pooled(network, convolution(network, input, { outputs: 16, kernel: 5 }), 2);
  return pooled(network, convolution(network, third, { outputs: 16, kernel: 5 }), 4);
}

/** Adds four parallel branches: a 1×1 convolution, and three with growing receptive fields. */
function inception(
  network: Network,
  input: Value,
  [pixel, ...around]: readonly [number, number, number, number],
): Value {
  const branches = [convolution(network, input, { outputs: pixel, kernel: 1 })];
  for (const [i, outputs] of around.entries()) {
    const mixed = convolution(network, input, { outputs, kernel: 1 });
    branches.push(convolution(network, mixed, { outputs, kernel: 3, dilation: i + 1 }));
  }
  return network.graph.node("Concat", branches, { axis: 1 });
}

/** Adds a "same" convolution and ReLU. */
function convolution(
  { graph, layers }: Network,
  input: Value,
  { outputs, kernel: side, dilation = 1 }: Convolution,
): Value {
  const inputs = channelsOf(input);
  const { name, tensors } = layers.next("conv2d", {
    kernel: [side, side, inputs, outputs],
    bias: [outputs],
  });
  const pad = dilation * (side - 1) / 2;
  const linear = graph.node("Conv", [
    input,
    ...weights(graph, name, { ...tensors, inputs, shape: [outputs, inputs, side, side] }),
  ], { name, pads: [pad, pad, pad, pad], dilations: [dilation, dilation] });
  return graph.node("Relu", [linear]);
}

/** Adds batch normalisation and max-pooling with `size` × `size` windows. */
function pooled({ graph, layers }: Network, input: Value, size: number): Value {
  const channels = channelsOf(input);
  const shape = [channels];
  const { name, tensors: { gamma, beta, moving_mean: mean, moving_variance: variance } } = layers
    .next("batch_normalization", {
      gamma: shape,
      beta: shape,
      moving_mean: shape,
      moving_variance: shape,
    });
  const norm = { scale: gamma, shift: beta, mean, variance, epsilon: BATCH_NORM_EPSILON };
  const perChannel = (part: string, data: Float32Array) =>
    graph.constant(`${name}.${part}`, { type: "float32", shape: [channels, 1, 1], data });
  const scaled = graph.node("Mul", [input, perChannel("factors", foldFactors(norm))]);
  const shifted = graph.node("Add", [scaled, perChannel("summands", foldBias(norm))], { name });
  return graph.node("MaxPool", [shifted], { kernel_shape: [size, size], strides: [size, size] });
}

/** Adds the two dense layers. Dropout is inactive at inference. */
function realProbability(network: Network, features: Value): Value {
  const { graph } = network;
  const flat = graph.node("Flatten", [features]);
  const hidden = dense(network, flat, { outputs: 16, channels: channelsOf(features) });
  const bent = graph.node("LeakyRelu", [hidden], { alpha: 0.1 });
  const logit = dense(network, bent, { outputs: 1, channels: 16 });
  return graph.node("Sigmoid", [logit], { name: "real_probability" });
}

/** Adds a dense layer. @param options `channels` of the features that the input was flattened from */
function dense(
  { graph, layers }: Network,
  input: Value,
  { outputs, channels }: { readonly outputs: number; readonly channels: number },
): Value {
  const inputs = channelsOf(input);
  const { name, tensors } = layers.next("dense", { kernel: [inputs, outputs], bias: [outputs] });
  const shape = [outputs, inputs];
  const learned = weights(graph, name, { ...tensors, inputs: channels, shape });
  return graph.node("Gemm", [input, ...learned], { name, transB: 1 });
}

/**
 * Reorders a layer's kernel from Keras's `[...space, input, output]` to `[output, input, ...space]`; adds its
 * bias.
 */
function weights(
  graph: GraphBuilder,
  name: string,
  { kernel, bias, inputs, shape }: {
    readonly kernel: Float32Array<ArrayBuffer>;
    readonly bias: Float32Array<ArrayBuffer>;
    readonly inputs: number;
    /** Outputs, and the other dimensions that the operator requires. */
    readonly shape: readonly number[];
  },
): Value[] {
  const outputs = shape[0]!;
  const places = kernel.length / (inputs * outputs);
  const data = new Float32Array(kernel.length);
  let next = 0;
  for (let output = 0; output < outputs; output++) {
    for (let input = 0; input < inputs; input++) {
      for (let place = 0; place < places; place++) {
        data[next++] = kernel[(place * inputs + input) * outputs + output]!;
      }
    }
  }
  return [
    graph.constant(`${name}.kernel`, { type: "float32", shape, data }),
    graph.constant(`${name}.bias`, { type: "float32", shape: [outputs], data: bias }),
  ];
}

/** Returns the number of channels, which is fixed in every layer here. */
function channelsOf({ shape: [, channels], name }: Value): number {
  if (typeof channels !== "number") {
    throw new RangeError(`${name} has a dynamic number of channels`);
  }
  return channels;
}
