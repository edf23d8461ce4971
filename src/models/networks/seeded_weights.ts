import type { EfficientnetLayout } from "./efficientnet_layout.ts";
import type { ParameterSource } from "./efficientnet_graph.ts";
import { type EfficientnetParameter, efficientnetParameters } from "./efficientnet_parameters.ts";

export interface SeededOptions {
  /** Integer, 0 … 2³²−1. */
  readonly seed: number;
  /** How far the logit spreads. */
  readonly headGain: number;
}

/**
 * Weights from a seed: an untrained network that costs what a trained one costs and whose logit depends on
 * the image. Number `i` of the state dict's entry `p` is a hash of `i`, `p` and the seed, so that any
 * parameter can be made alone, in any order, and again. Convolutions and linear layers are uniform with
 * variance `gain² / fan_in` (He et al., "Delving Deep into Rectifiers", ICCV 2015), with gains that keep
 * signals of 380 × 380 pixels alive through all blocks; normalisations vary about 1 and 0.
 * @throws RangeError for another seed; the source, for a key that the layout does not have
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

/** Uniform numbers in `centre ± spread / 2`. */
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

/** A block's projection is strong where nothing is added to it, and weak where it joins a sum. */
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

/** Mixes the low 32 bits of an integer, so that neighbours share nothing. 0 … 2³²−1. */
function hashed(word: number): number {
  let x = word ^ (word >>> 16);
  x = Math.imul(x, 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 0;
}
