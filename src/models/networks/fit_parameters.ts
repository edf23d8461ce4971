import type { CheckpointTensor } from "../checkpoints/checkpoint.ts";
import { isAveraged } from "../checkpoints/weight_sets.ts";

export type Tensors = ReadonlyMap<string, CheckpointTensor>;

/** A parameter that a network needs. */
export interface WantedParameter {
  /** Name by which the network asks for it. */
  readonly key: string;
  /** Name in the file, without the prefix that all names of the network share. */
  readonly name: string;
  readonly shape: readonly number[];
}

/** How a file's tensors match a network's parameters. */
export interface ParameterFit {
  /** Tensors by the network's keys. */
  readonly found: Tensors;
  /** Names of parameters that the file lacks. */
  readonly missing: readonly string[];
  /** Parameters with a wrong shape, each with actual and expected shape. */
  readonly misshapen: readonly string[];
  /** Tensors that are none of these, by name. */
  readonly left: Tensors;
}

/** Matches a file's tensors with the parameters of a network. @param options `prefix`: of its names in the file */
export function fitParameters(
  tensors: Tensors,
  { wanted, prefix }: { readonly wanted: readonly WantedParameter[]; readonly prefix: string },
): ParameterFit {
  const found = new Map<string, CheckpointTensor>(), left = new Map(tensors);
  const missing: string[] = [], misshapen: string[] = [];
  for (const { key, name, shape } of wanted) {
    const tensor = tensors.get(prefix + name);
    left.delete(prefix + name);
    if (tensor === undefined) missing.push(prefix + name);
    else if (tensor.shape.join() !== shape.join()) {
      misshapen.push(`${tensor.name} ${shapeText(tensor.shape)} instead of ${shapeText(shape)}`);
    } else found.set(key, tensor);
  }
  return { found, missing, misshapen, left };
}

/** Formats a shape: `[2, 1280]`. */
export function shapeText(shape: readonly (number | string)[]): string {
  return `[${shape.join(", ")}]`;
}

/** Most further networks that are told apart; no training script saves more. */
const MOST_OTHERS = 20;

/** Where a network lies among a file's tensors. */
export interface NetworkPlace {
  /** Prefix of its names. */
  readonly prefix: string;
  /** Prefixes of further networks of the same kind, such as an averaged copy or a teacher. */
  readonly others: readonly string[];
}

/**
 * Finds the prefixes under which a file has a parameter: `model.encoder.` for `model.encoder.conv_stem.weight`.
 * @param name of the parameter, without a prefix
 * @param asked part of the prefix of the network to take from a file with several, `ema` for averaged weights
 * @returns `null` when the file has no such parameter
 */
export function findNetwork(
  tensors: Tensors,
  name: string,
  asked: string | null,
): NetworkPlace | null {
  const prefixes = [...tensors.keys()]
    .filter((key) => key === name || key.endsWith(`.${name}`))
    .map((key) => key.slice(0, key.length - name.length));
  const own = prefixes.find((prefix) => asked !== null && isAskedFor(prefix, asked)) ??
    prefixes.find((prefix) => !isAveraged(prefix)) ?? prefixes[0];
  if (own === undefined) return null;
  return { prefix: own, others: prefixes.filter((prefix) => prefix !== own).slice(0, MOST_OTHERS) };
}

function isAskedFor(prefix: string, asked: string): boolean {
  return prefix.split(".").includes(asked) || (asked === "ema" && isAveraged(prefix.slice(0, -1)));
}

/** Drops the tensors of a file's further networks, with their heads. */
export function withoutOthers(tensors: Tensors, { prefix, others }: NetworkPlace): Tensors {
  const [own] = prefix.split(".");
  const dropped = others.map((other) => {
    const [first] = other.split(".");
    return first === own || first === "" ? other : `${first}.`;
  }).filter((other) => other !== "");
  return new Map([...tensors].filter(([name]) => !dropped.some((other) => name.startsWith(other))));
}
