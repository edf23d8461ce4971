import type { EfficientnetLayout } from "./efficientnet_layout.ts";
import type { ParameterSource } from "./efficientnet_graph.ts";
import { type EfficientnetParameter, efficientnetParameters } from "./efficientnet_parameters.ts";

export interface SeededOptions {
  /** Integer, 0 … 2³²−1. */
  readonly seed: number;
  /** Gain of the linear layer, which sets the spread of the logit. */
  readonly headGain: number;
}

/**
 * Generates weights from a seed: an untrained network that costs as much as a trained one, and whose logit
 * depends on the image. Number `i` of the state dict's entry `p` is a hash of `i`, `p` and the seed, so
 * parameters can be generated alone, in any order, and repeatedly. Convolutions and linear layers are uniform
 * with variance `gain² / fan_in` (He et al., "Delving Deep into Rectifiers", ICCV 2015), with gains that keep
 * the signals of 380 × 380 images from vanishing; normalisations vary about 1 and 0.
 * @throws RangeError for an invalid seed; the returned function, for a key that is not in the layout
 */
export function seededWeights(layout: EfficientnetLayout, options: SeededOptions): ParameterSource {
  if (!(Number.isInteger(options.seed) && options.seed >= 0 && options.seed < 2 ** 32)) {
    throw new RangeError(`a seed is an integer in 0..${2 ** 32 - 1}, not ${options.seed}`);
  }
  const entries = new Map(
    efficientnetParameters(layout).map((parameter, place) => [parameter.key, { parameter, place }]),
  );
  return (key) => {
    const entry = entries.get(key);
    if (entry === undefined) throw new RangeError(`${layout.variant} has no parameter ${key}`);
    const { centre, spread } = distribution(entry.parameter, options.headGain);
    const count = entry.parameter.shape.reduce((product, side) => product * side, 1);
    return uniform(count, { start: entry.place * 40503 + options.seed, centre, spread });
  };
}

/** Centre and spread of a parameter's uniform distribution, `centre ± spread / 2`. */
function distribution(
  { key, shape, role }: EfficientnetParameter,
  headGain: number,
): { centre: number; spread: number } {
  switch (role) {
    case "convolution":
    case "linear": {
      const fanIn = shape.slice(1).reduce((product, side) => product * side, 1);
      return { centre: 0, spread: 2 * Math.sqrt(3 / fanIn) * gain(key, headGain) };
    }
    case "scale":
    case "variance":
      return { centre: 1, spread: 1 };
    case "shift":
    case "mean":
      return { centre: 0, spread: 0.2 };
    case "bias":
      return { centre: 0, spread: 0.1 };
    case "count":
      return { centre: 0, spread: 0 };
    default:
      return role satisfies never;
  }
}

/** Returns the gain of a convolution: high for a block's projection without a skip connection, low with one. */
function gain(key: string, headGain: number): number {
  if (key === "fc.weight") return headGain;
  if (key.includes("conv_stem")) return 2;
  if (key.includes(".se.")) return 0.5;
  if (key.includes("conv_dw")) return 1.4;
  const projection = /blocks\.(?:0\.(\d+)\.conv_pw|\d+\.(\d+)\.conv_pwl)\./.exec(key);
  if (projection === null) return 1;
  return (projection[1] ?? projection[2]) === "0" ? 2.6 : 0.4;
}

function uniform(
  count: number,
  { start, centre, spread }: { start: number; centre: number; spread: number },
): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    numbers[i] = centre + (hashed(Math.imul(i, 2654435761) + start) / 2 ** 32 - 0.5) * spread;
  }
  return numbers;
}

/** Hashes a 32-bit integer, so that neighbours are uncorrelated. 0 … 2³²−1. */
function hashed(word: number): number {
  let x = word ^ (word >>> 16);
  x = Math.imul(x, 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 0;
}
