import { inputError } from "../../records/errors.ts";
import type { KerasLayer } from "../checkpoints/keras_weights.ts";

/** What a layer has learned, row-major, and its name in the file. */
export interface NamedTensors<Name extends string> {
  readonly name: string;
  readonly tensors: Readonly<Record<Name, Float32Array<ArrayBuffer>>>;
}

/** Hands out a network's layers kind by kind, in the order in which the network was written down. */
export interface KerasLayerQueue {
  /**
   * The numbers of the next layer of a kind, such as `conv2d`.
   * @param shapes of each tensor that it must have, by name
   * @throws AssayError KERAS_LAYERS (exit 3) when there is no such layer or it has other tensors
   */
  next<Name extends string>(
    kind: string,
    shapes: Readonly<Record<Name, readonly number[]>>,
  ): NamedTensors<Name>;
  /** @throws AssayError KERAS_LAYERS (exit 3) when layers with weights are left. */
  end(): void;
}

/**
 * Keras numbers the layers of a kind as they are made (`conv2d_5`, `conv2d_6`, …), from any first number,
 * whatever order the file has them in.
 * @param network what the layers are to become, and `file` where they come from, for errors
 */
export function kerasLayerQueue(
  layers: readonly KerasLayer[],
  { network, file }: { readonly network: string; readonly file: string },
): KerasLayerQueue {
  const waiting = layers.filter(({ tensors }) => tensors.size > 0)
    .toSorted((one, other) => numberOf(one.name) - numberOf(other.name));
  const refuse = (what: string) =>
    inputError("KERAS_LAYERS", {
      what: `${file} does not hold the weights of ${network}: ${what}`,
      remedy: "Name the network that the file was saved from",
    });
  return {
    next(kind, shapes) {
      const place = waiting.findIndex(({ name }) => kindOf(name) === kind);
      if (place === -1) throw refuse(`it has too few layers of kind ${kind}`);
      const layer = waiting.splice(place, 1)[0]!;
      const wanted = describe(Object.entries<readonly number[]>(shapes));
      const found = describe([...layer.tensors].map(([name, { shape }]) => [name, shape]));
      if (wanted !== found) throw refuse(`${layer.name} has ${found}, not ${wanted}`);
      const tensors = [...layer.tensors].map(([name, { values }]) => [name, values]);
      return { name: layer.name, tensors: Object.fromEntries(tensors) };
    },
    end() {
      if (waiting.length === 0) return;
      throw refuse(`it has more: ${waiting.map(({ name }) => name).join(", ")}`);
    },
  };
}

function describe(tensors: (readonly [name: string, shape: readonly number[]])[]): string {
  return tensors.map(([name, shape]) => `${name} [${shape.join(", ")}]`).sort().join(", ");
}

function kindOf(name: string): string {
  return name.replace(/_\d+$/, "");
}

/** 0 for the first layer of a kind in newer Keras, which has no number. */
function numberOf(name: string): number {
  return Number(/_(\d+)$/.exec(name)?.[1] ?? 0);
}
