import type { ParameterSource } from "../../../src/models/networks/efficientnet_graph.ts";
import type { EfficientnetLayout } from "../../../src/models/networks/efficientnet_layout.ts";

/** One image or feature map, channel by channel. */
export interface NaiveMap {
  readonly data: Float64Array;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
}

/**
 * `DeepFakeClassifier` over `tf_efficientnet_b*`, layer by layer in float64, nothing folded, TensorFlow's padding
 * worked out for each convolution by itself.
 */
export function naiveLogit(
  layout: EfficientnetLayout,
  parameters: ParameterSource,
  image: NaiveMap,
): number {
  const read = (key: string) => parameters(`encoder.${key}`);
  const convolution = (map: NaiveMap, key: string, options: ConvolutionOptions) =>
    convolve(map, read(`${key}.weight`), options);
  const normalised = (map: NaiveMap, key: string) =>
    perChannel(map, (value, channel) => {
      const [scale, shift, mean, variance] = ["weight", "bias", "running_mean", "running_var"]
        .map((part) => read(`${key}.${part}`)[channel]);
      return (value - mean!) / Math.sqrt(variance! + 1e-3) * scale! + shift!;
    });
  const dense = (inputs: readonly number[], key: string, outputs: number) =>
    denseLayer(inputs, { weights: read(`${key}.weight`), bias: read(`${key}.bias`), outputs });

  let map = silu(
    normalised(
      convolution(image, "conv_stem", { outputs: layout.stem, kernel: 3, stride: 2 }),
      "bn1",
    ),
  );
  for (const { path, stage, inner, outputs, kernel, stride, squeezed, skip } of layout.blocks) {
    const input = map;
    const expands = stage > 0;
    if (expands) {
      map = convolution(map, `${path}.conv_pw`, { outputs: inner, kernel: 1, stride: 1 });
      map = silu(normalised(map, `${path}.bn1`));
    }
    map = convolution(map, `${path}.conv_dw`, { outputs: inner, kernel, stride, depthwise: true });
    map = silu(normalised(map, `${path}.${expands ? "bn2" : "bn1"}`));
    const reduced = dense(means(map), `${path}.se.conv_reduce`, squeezed).map(siluOf);
    const gates = dense(reduced, `${path}.se.conv_expand`, inner).map(sigmoid);
    map = perChannel(map, (value, channel) => value * gates[channel]!);
    const projection = `${path}.${expands ? "conv_pwl" : "conv_pw"}`;
    map = convolution(map, projection, { outputs, kernel: 1, stride: 1 });
    map = normalised(map, `${path}.${expands ? "bn3" : "bn2"}`);
    if (skip) map = { ...map, data: map.data.map((value, i) => value + input.data[i]!) };
  }
  map = convolution(map, "conv_head", { outputs: layout.features, kernel: 1, stride: 1 });
  const features = means(silu(normalised(map, "bn2")));
  const head = { weights: parameters("fc.weight"), bias: parameters("fc.bias"), outputs: 1 };
  return denseLayer(features, head)[0]!;
}

interface ConvolutionOptions {
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly depthwise?: boolean;
}

function convolve(
  { data, channels, height, width }: NaiveMap,
  weights: Float32Array,
  { outputs, kernel, stride, depthwise = false }: ConvolutionOptions,
): NaiveMap {
  const [rows, columns] = [Math.ceil(height / stride), Math.ceil(width / stride)];
  const before = (side: number, count: number) =>
    Math.floor(Math.max((count - 1) * stride + kernel - side, 0) / 2);
  const [top, left] = [before(height, rows), before(width, columns)];
  const inputs = depthwise ? 1 : channels;
  const result = new Float64Array(outputs * rows * columns);
  let at = 0;
  for (let o = 0; o < outputs; o++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        let sum = 0;
        for (let i = 0; i < inputs; i++) {
          const channel = depthwise ? o : i;
          for (let v = 0; v < kernel; v++) {
            for (let u = 0; u < kernel; u++) {
              const [y, x] = [row * stride + v - top, column * stride + u - left];
              if (y < 0 || y >= height || x < 0 || x >= width) continue;
              sum += data[(channel * height + y) * width + x]! *
                weights[((o * inputs + i) * kernel + v) * kernel + u]!;
            }
          }
        }
        result[at++] = sum;
      }
    }
  }
  return { data: result, channels: outputs, height: rows, width: columns };
}

function perChannel(map: NaiveMap, change: (value: number, channel: number) => number): NaiveMap {
  const area = map.height * map.width;
  return { ...map, data: map.data.map((value, i) => change(value, Math.floor(i / area))) };
}

function means({ data, channels, height, width }: NaiveMap): number[] {
  const area = height * width;
  return Array.from(
    { length: channels },
    (_, c) => data.subarray(c * area, (c + 1) * area).reduce((a, b) => a + b, 0) / area,
  );
}

function denseLayer(
  inputs: readonly number[],
  { weights, bias, outputs }: { weights: Float32Array; bias: Float32Array; outputs: number },
): number[] {
  return Array.from(
    { length: outputs },
    (_, o) =>
      inputs.reduce((sum, value, i) => sum + value * weights[o * inputs.length + i]!, bias[o]!),
  );
}

function silu(map: NaiveMap): NaiveMap {
  return { ...map, data: map.data.map(siluOf) };
}

function siluOf(value: number): number {
  return value * sigmoid(value);
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}
