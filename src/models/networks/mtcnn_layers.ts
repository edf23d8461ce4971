import type { GraphBuilder, Value } from "../onnx/graph_builder.ts";
import { convolutionSides, type Layer, type Weights } from "./mtcnn_weights.ts";

/**
 * Block size of channels. ONNX Runtime stores convolutions in blocks of this many channels with AVX-512 and
 * half as many elsewhere, and converts the layout around anything without a blocked form: a PRelu, or a channel
 * count that is not a multiple of the block. Channels are therefore padded with zeros, and PReLU is written in
 * blocked operators.
 */
const BLOCK = 16;

/** Adds a convolution without padding, stride 1. */
export function convolution(
  graph: GraphBuilder,
  input: Value,
  { name, layer: { weights, bias } }: { name: string; layer: Layer },
): Value {
  return graph.node("Conv", [
    input,
    weight(graph, `${name}.weight`, weights),
    weight(graph, `${name}.bias`, { shape: [bias.length], values: bias }),
  ], { name });
}

/** Adds a convolution whose output channels are padded to whole blocks; its input may be padded already. */
export function blockedConvolution(
  graph: GraphBuilder,
  input: Value,
  { name, layer }: { name: string; layer: Layer },
): Value {
  return convolution(graph, input, { name, layer: wholeBlocks(layer, channelsOf(input)) });
}

/** Adds a fully connected layer. */
export function dense(
  graph: GraphBuilder,
  input: Value,
  { name, layer: { weights, bias } }: { name: string; layer: Layer },
): Value {
  return graph.node("Gemm", [
    input,
    weight(graph, `${name}.weight`, weights),
    weight(graph, `${name}.bias`, { shape: [bias.length], values: bias }),
  ], { name, transB: 1 });
}

/**
 * Adds PReLU as `a·x + (1-a)·Relu(x)`, with one slope `a` per channel, of any sign and size. If no slope
 * exceeds 1, the second product is computed before its Relu: the result is the same, and ONNX Runtime computes
 * both in one pass. Padding channels stay 0.
 */
export function prelu(
  graph: GraphBuilder,
  input: Value,
  { name, slopes }: { name: string; slopes: Float32Array },
): Value {
  const channels = channelsOf(input);
  const shape = [channels, ...input.shape.slice(2).map(() => 1)];
  const times = (value: Value, part: string, factors: Float32Array) => {
    const values = filledUp(factors, channels);
    return graph.node("Mul", [value, weight(graph, `${name}.${part}`, { shape, values })]);
  };
  const relu = (value: Value) => graph.node("Relu", [value]);
  const bent = (value: Value) => times(value, "bend", slopes.map((slope) => 1 - slope));
  return graph.node("Add", [
    times(input, "slope", slopes),
    slopes.some((slope) => slope > 1) ? bent(relu(input)) : relu(bent(input)),
  ], { name });
}

/** Adds PyTorch's max-pool without padding, `ceil_mode=True`. */
export function maxPool(
  graph: GraphBuilder,
  input: Value,
  { size, stride }: { size: number; stride: number },
): Value {
  return graph.node("MaxPool", [input], {
    kernel_shape: [size, size],
    strides: [stride, stride],
    ceil_mode: 1,
  });
}

/**
 * Splits the last layer's channels: the first is the difference of the two logits, whose sigmoid is the
 * softmax's second share; each name takes as many of the others as stated. Declares all as outputs.
 */
export function outputs(
  graph: GraphBuilder,
  head: Value,
  sizes: Readonly<Record<string, number>>,
): void {
  const cut = (start: number, end: number, name: string) =>
    graph.node("Slice", [head, ...[[start], [end], [1]].map((n) => graph.integers(n))], { name });
  // Not Sigmoid: like PyTorch's softmax, 1 / (1 + e⁻ˣ) gives multiples of 2⁻²³ near 1. Scores that tie there
  // tie here, so suppression keeps the same box.
  const one = weight(graph, "one", { shape: [1], values: Float32Array.of(1) });
  const odds = graph.node("Exp", [graph.node("Neg", [cut(0, 1, "logit")])]);
  graph.output(graph.node("Div", [one, graph.node("Add", [one, odds])], { name: "probability" }));
  let start = 1;
  for (const [name, size] of Object.entries(sizes)) {
    graph.output(cut(start, start + size, name));
    start += size;
  }
}

/** Merges all heads into one layer: the two logits of the first become their difference, the others follow. */
export function mergedHeads([logits, ...others]: readonly [Layer, ...Layer[]]): Layer {
  const inputs = logits.weights.shape[1]!;
  const difference = (values: Float32Array) => {
    const half = values.length / 2; // [no face | face]
    return values.slice(half).map((face, i) => face - values[i]!);
  };
  const values = joined([
    difference(logits.weights.values),
    ...others.map((layer) => layer.weights.values),
  ]);
  const bias = joined([difference(logits.bias), ...others.map((layer) => layer.bias)]);
  const shape = [bias.length, inputs, ...logits.weights.shape.slice(2)];
  return { weights: { shape, values }, bias };
}

/** Scales a convolution's weights as if each input channel were multiplied by its factor. */
export function scaledInputs({ shape, values }: Weights, factors: Float32Array): Weights {
  const [, inputs, height, width] = convolutionSides(shape);
  const window = height * width;
  return {
    shape,
    values: values.map((value, i) => value * factors[Math.floor(i / window) % inputs]!),
  };
}

/** Pads a convolution's output channels with zeros to whole blocks, and its inputs to `columns`. */
function wholeBlocks({ weights, bias }: Layer, columns: number): Layer {
  const { shape, values } = weights;
  const [outputs, inputs, height, width] = convolutionSides(shape);
  const rows = Math.ceil(outputs / BLOCK) * BLOCK;
  const window = height * width;
  const filled = new Float32Array(rows * columns * window);
  for (let o = 0; o < outputs; o++) {
    const row = values.subarray(o * inputs * window, (o + 1) * inputs * window);
    filled.set(row, o * columns * window); // [columns, height, width]
  }
  return {
    weights: { shape: [rows, columns, height, width], values: filled },
    bias: filledUp(bias, rows),
  };
}

function channelsOf({ shape: [, channels], name }: Value): number {
  if (typeof channels !== "number") {
    throw new RangeError(`${name} has a dynamic number of channels`);
  }
  return channels;
}

function weight(graph: GraphBuilder, name: string, { shape, values }: Weights): Value {
  return graph.constant(name, { type: "float32", shape, data: values });
}

function filledUp(values: Float32Array, length: number): Float32Array<ArrayBuffer> {
  const filled = new Float32Array(length);
  filled.set(values);
  return filled;
}

function joined(parts: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}
