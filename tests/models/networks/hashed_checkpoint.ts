import {
  efficientnetLayout,
  type EfficientnetVariant,
} from "../../../src/models/networks/efficientnet_layout.ts";
import {
  type EfficientnetLibrary,
  libraryNames,
} from "../../../src/models/networks/efficientnet_names.ts";
import { efficientnetParameters } from "../../../src/models/networks/efficientnet_parameters.ts";
import { seededWeights } from "../../../src/models/networks/seeded_weights.ts";
import { xceptionParameters } from "../../../src/models/networks/xception_layout.ts";
import type { MadeTensor } from "./made_safetensors.ts";

/** A network of `tests/golden/networks/logits.json`. */
export interface HashedNetwork {
  readonly name: string;
  readonly family: string;
  readonly library: EfficientnetLibrary | "xception";
  readonly variant: EfficientnetVariant | "";
  /** Of the encoder's names. */
  readonly prefix: string;
  /** Name of the linear layer. */
  readonly head: string;
  readonly side: number;
  readonly classes: number;
  readonly namesSha256: string;
  /** Of the images of sines. */
  readonly logits: readonly (readonly number[])[];
}

export interface HashOptions {
  readonly seed: number;
  readonly headGain: number;
}

/** The state dict of a network, weights from hashes, as `make_logits.py` makes it. */
export function hashedCheckpoint(network: HashedNetwork, options: HashOptions): MadeTensor[] {
  return network.library === "xception"
    ? xceptionTensors(network, options)
    : efficientnetTensors(network, options);
}

function efficientnetTensors(
  { library, variant, prefix, head, classes, name }: HashedNetwork,
  { seed, headGain }: HashOptions,
): MadeTensor[] {
  const layout = efficientnetLayout(variant as EfficientnetVariant);
  const weights = seededWeights(layout, { seed, headGain });
  const nameOf = libraryNames(library as EfficientnetLibrary, layout);
  const parameters = efficientnetParameters(layout);
  const encoder = parameters
    .filter(({ key }) => key.startsWith("encoder.") && !key.startsWith("encoder.classifier."))
    .map(({ key, shape }) => ({
      name: prefix + nameOf(key.slice("encoder.".length)),
      shape,
      numbers: () => weights(key),
    }));
  const end = encoder.length;
  const attention = name.endsWith("AutoAtt")
    ? [
      made(`${prefix}attconv.weight`, [1, 56, 1, 1], { place: end + 4, gain: 3, seed }),
      made(`${prefix}attconv.bias`, [1], { place: end + 5, spread: 0.1, seed }),
    ]
    : [];
  return [
    ...encoder,
    ...attention,
    made(`${head}.weight`, [classes, layout.features], { place: end + 2, gain: headGain, seed }),
    made(`${head}.bias`, [classes], { place: end + 3, spread: 0.1, seed }),
  ];
}

function xceptionTensors(
  { prefix, head, classes }: HashedNetwork,
  { seed }: HashOptions,
): MadeTensor[] {
  const parameters = xceptionParameters();
  const body = parameters.flatMap(({ key, shape }, place) => {
    const [, part] = /\.(\w+)$/.exec(key)!;
    const tensor = shape.length === 1
      ? made(prefix + key, shape, { place, ...NORMS[part!]!, seed })
      : made(prefix + key, shape, { place, gain: isMiddle(key) ? 0.8 : 1.2, seed });
    return part === "running_var" ? [tensor, counter(prefix + key)] : [tensor];
  });
  const end = parameters.length;
  return [
    ...body,
    made(`${prefix}${head}.weight`, [classes, 2048], { place: end, gain: 2, seed }),
    made(`${prefix}${head}.bias`, [classes], { place: end + 1, spread: 0.1, seed }),
  ];
}

/** Distributions of a normalisation's parts. */
const NORMS: Readonly<Record<string, { readonly centre: number; readonly spread: number }>> = {
  weight: { centre: 1, spread: 1 },
  bias: { centre: 0, spread: 0.2 },
  running_mean: { centre: 0, spread: 0.2 },
  running_var: { centre: 1, spread: 1 },
};

function isMiddle(key: string): boolean {
  return /^block([4-9]|10|11)\.rep/.test(key);
}

function counter(variance: string): MadeTensor {
  const name = variance.replace("running_var", "num_batches_tracked");
  return { name, shape: [], numbers: () => new Float32Array(1) };
}

interface Hash {
  readonly place: number;
  readonly seed: number;
  readonly centre?: number;
  readonly spread?: number;
  /** Of a convolution or linear layer, instead of its spread. */
  readonly gain?: number;
}

function made(name: string, shape: readonly number[], hash: Hash): MadeTensor {
  return { name, shape, numbers: () => hashed(shape, hash) };
}

/** Number `i` is a hash of `i`, the place in the state dict and the seed. */
function hashed(
  shape: readonly number[],
  { place, seed, centre = 0, spread, gain = 0 }: Hash,
): Float32Array<ArrayBuffer> {
  const count = shape.reduce((product, side) => product * side, 1);
  const width = spread ?? 2 * Math.sqrt(3 / (count / shape[0]!)) * gain;
  return Float32Array.from({ length: count }, (_, i) => {
    let x = Math.imul(i, 2654435761) + place * 40503 + seed;
    x ^= x >>> 16;
    x = Math.imul(x, 0x45d9f3b);
    x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
    return centre + (((x ^ (x >>> 16)) >>> 0) / 2 ** 32 - 0.5) * width;
  });
}
