import { join } from "node:path";
import type { MtcnnSources } from "../../../src/models/networks/mtcnn.ts";
import { type MadeTensor, madeTflite } from "../onnx/made_tflite.ts";
import type { NaiveLayer, NaiveSlopes, NaiveWeights } from "../naive_mtcnn.ts";

/** `[outputs, inputs, size]` of each layer, by name. */
const LAYERS = {
  pnet: {
    conv1: [10, 3, 3],
    conv2: [16, 10, 3],
    conv3: [32, 16, 3],
    "conv4-1": [2, 32, 1],
    "conv4-2": [4, 32, 1],
  },
  rnet: {
    conv1: [28, 3, 3],
    conv2: [48, 28, 3],
    conv3: [64, 48, 2],
    conv4: [128, 576, 1],
    "conv5-1": [2, 128, 1],
    "conv5-2": [4, 128, 1],
  },
  onet: {
    conv1: [32, 3, 3],
    conv2: [64, 32, 3],
    conv3: [64, 64, 3],
    conv4: [128, 64, 2],
    conv5: [256, 1152, 1],
    "conv6-1": [2, 256, 1],
    "conv6-2": [4, 256, 1],
    "conv6-3": [10, 256, 1],
  },
} as const;

export type NetworkName = keyof typeof LAYERS;

/** A network with made-up weights, as facenet-pytorch would hold it. */
export interface MadeNetwork {
  readonly weights: NaiveWeights;
  readonly slopes: NaiveSlopes;
}

/** Weights from sines, of a size that keeps activations near 1; slopes from -1.2 to 1.2. */
export function madeNetwork(name: NetworkName): MadeNetwork {
  const layers = Object.entries(LAYERS[name]).map(([layer, [outputs, inputs, size]], i) => {
    const fanIn = inputs * size * size;
    const weights = noise(outputs * fanIn, { seed: i + 1, scale: Math.sqrt(3 / fanIn) });
    const bias = noise(outputs, { seed: i + 50, scale: 0.3 });
    return [layer, { outputs, inputs, size, weights, bias }] as const;
  });
  const slopes = layers.filter(([layer]) => !layer.includes("-"))
    .map(([, { outputs }], i) => noise(outputs, { seed: i + 90, scale: 1.2 }));
  return { weights: Object.fromEntries(layers), slopes };
}

/** Writes the three networks as the package's TensorFlow Lite files would hold them. */
export function writeMadeSources(
  folder: string,
  without: (tensor: string) => boolean = () => false,
): MtcnnSources {
  const write = (name: NetworkName) => {
    const path = join(folder, `${name}.tflite`);
    const tensors = networkTensors(name).filter((tensor) => !without(tensor.name));
    Deno.writeFileSync(path, madeTflite(tensors));
    return path;
  };
  return { pnet: write("pnet"), rnet: write("rnet"), onet: write("onet") };
}

function networkTensors(name: NetworkName): MadeTensor[] {
  const { weights, slopes } = madeNetwork(name);
  const prelu = name === "pnet" ? "PReLU" : "prelu";
  return [
    ...Object.entries(weights).flatMap(([layer, made]) => layerTensors(`${name}/${layer}`, made)),
    ...slopes.map((values, i) => ({
      name: `${name}/${prelu}${i + 1}/alpha/read`,
      shape: [values.length],
      values,
    })),
  ];
}

/** Convolutions go `[outputs, width, height, inputs]`, dense layers as they are. */
function layerTensors(name: string, layer: NaiveLayer): MadeTensor[] {
  const { outputs, inputs, size, weights, bias } = layer;
  const isDense = size === 1 && !name.startsWith("pnet/");
  const values = isDense ? weights : widthFirst(layer);
  return [
    {
      name: `${name}/weights/read${isDense ? "/transpose" : ""}`,
      shape: isDense ? [outputs, inputs] : [outputs, size, size, inputs],
      values,
    },
    {
      name: isDense ? `${name}/${name.split("/")[1]}/MatMul_bias` : `${name}/Conv2D_bias`,
      shape: [outputs],
      values: bias,
    },
  ];
}

function widthFirst({ outputs, inputs, size, weights }: NaiveLayer): Float32Array {
  const moved: number[] = [];
  for (let o = 0; o < outputs; o++) {
    for (let x = 0; x < size; x++) {
      for (let y = 0; y < size; y++) {
        for (let i = 0; i < inputs; i++) {
          moved.push(weights[((o * inputs + i) * size + y) * size + x]!);
        }
      }
    }
  }
  return Float32Array.from(moved);
}

/** Numbers in [-scale, scale] that depend on the seed. */
export function noise(
  count: number,
  { seed, scale }: { seed: number; scale: number },
): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    { length: count },
    (_, i) => scale * Math.sin((i + 1) ** 2 * seed * 0.37),
  );
}
