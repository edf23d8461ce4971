import type { GraphBuilder, Value } from "../onnx/graph_builder.ts";
import { blockedConvolution, maxPool } from "./mtcnn_layers.ts";
import type { Layer } from "./mtcnn_weights.ts";

/** Result of `pooledPrelu`. */
export interface PooledPrelu {
  /** The layer's channels times `signs`, padded with zeros. */
  readonly value: Value;
  /** Sign (1 or -1) of each channel, by which the next layer must multiply its inputs. */
  readonly signs: Float32Array<ArrayBuffer>;
}

/**
 * `MaxPool(PReLU(Conv(x)))` with windows of 2 and stride 2, pooled before PReLU, so that PReLU has a quarter
 * of the work. With `p` the pooled channel, `a` its slope, and `q` the pooled channel times `a`, which is a
 * convolution too, the result is
 *
 *     a < 0:       max(p, q) = q + Relu(p - q)
 *     0 ≤ a ≤ 1:   PReLU(p) = a·p + Relu((1-a)·p), since PReLU rises
 *     a > 1:       PReLU(p) = -(-a·p + Relu((a-1)·p))
 *
 * each the sum of a straight and a bent 1×1 convolution, up to the sign.
 */
export function pooledPrelu(
  graph: GraphBuilder,
  input: Value,
  { layer, slopes }: { layer: Layer; slopes: Float32Array },
): PooledPrelu {
  const falling = [...slopes.keys()].filter((channel) => slopes[channel]! < 0);
  const pooled = maxPool(
    graph,
    blockedConvolution(graph, input, {
      name: "conv1",
      layer: withSlopedCopies(layer, { slopes, falling }),
    }),
    { size: 2, stride: 2 },
  );
  const signs = Float32Array.from(slopes, (slope) => slope > 1 ? -1 : 1);
  const { straight, bent } = mixes(slopes, falling);
  const value = graph.node("Add", [
    blockedConvolution(graph, pooled, { name: "prelu1.straight", layer: straight }),
    graph.node("Relu", [
      blockedConvolution(graph, pooled, { name: "prelu1.bent", layer: bent }),
    ]),
  ], { name: "prelu1" });
  return { value, signs };
}

/** Adds the layer, with a second copy of its channels with negative slope, multiplied by their slopes. */
function withSlopedCopies(
  { weights: { shape, values }, bias }: Layer,
  { slopes, falling }: { slopes: Float32Array; falling: readonly number[] },
): Layer {
  const channels = shape[0]!;
  const length = values.length / channels;
  const copies = falling.flatMap((channel) =>
    Array.from(
      values.subarray(channel * length, (channel + 1) * length),
      (value) => value * slopes[channel]!,
    )
  );
  return {
    weights: {
      shape: [channels + falling.length, ...shape.slice(1)],
      values: Float32Array.from([...values, ...copies]),
    },
    bias: Float32Array.from([
      ...bias,
      ...falling.map((channel) => bias[channel]! * slopes[channel]!),
    ]),
  };
}

/** Builds the two 1×1 convolutions over the pooled channels and the copies. */
function mixes(
  slopes: Float32Array,
  falling: readonly number[],
): { straight: Layer; bent: Layer } {
  const inputs = slopes.length + falling.length;
  const straight = pointwise(slopes.length, inputs);
  const bent = pointwise(slopes.length, inputs);
  for (const [channel, slope] of slopes.entries()) {
    const row = channel * inputs;
    const copy = falling.indexOf(channel);
    if (copy >= 0) {
      straight.weights.values[row + slopes.length + copy] = 1;
      bent.weights.values[row + channel] = 1;
      bent.weights.values[row + slopes.length + copy] = -1;
    } else {
      straight.weights.values[row + channel] = slope > 1 ? -slope : slope;
      bent.weights.values[row + channel] = Math.abs(1 - slope);
    }
  }
  return { straight, bent };
}

/** Makes a 1×1 convolution of zeros. */
function pointwise(outputs: number, inputs: number): Layer {
  return {
    weights: { shape: [outputs, inputs, 1, 1], values: new Float32Array(outputs * inputs) },
    bias: new Float32Array(outputs),
  };
}
