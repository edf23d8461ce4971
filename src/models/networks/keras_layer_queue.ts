import { inputError } from "../../records/errors.ts";
import type { KerasLayer } from "../checkpoints/keras_weights.ts";

/** Weights of a layer by name, row-major, and the layer's name in the file. */
export interface NamedTensors<Name extends string> {
  readonly name: string;
  readonly tensors: Readonly<Record<Name, Float32Array<ArrayBuffer>>>;
}

/** A queue of a file's layers by kind, in the order in which the network was defined. */
export interface KerasLayerQueue {
  /**
   * Returns the weights of the next layer of a kind, such as `conv2d`.
   * @param shapes of each weight that it must have, by name
   * @throws AssayError KERAS_LAYERS (exit 3) when there is no such layer or it has other weights
   */
  next<Name extends string>(
    kind: string,
    shapes: Readonly<Record<Name, readonly number[]>>,
  ): NamedTensors<Name>;
  /** Checks that no layers with weights are left. @throws AssayError KERAS_LAYERS (exit 3) */
  end(): void;
}

/**
 * Creates the queue. Keras numbers the layers of a kind as they are created (`conv2d_5`, `conv2d_6`, …), from
 * any first number, and the file may list them in any order.
 * @param network name of the network to build, and `file`, for errors
 */
export function kerasLayerQueue(
  layers: readonly KerasLayer[],
  { network, file }: { readonly network: string; readonly file: string },
): KerasLayerQueue {
  const waiting = layers.filter(({ tensors }) => tensors.size > 0)
    .toSorted((one, other) => numberOf(one.name) - numberOf(other.name));
  const refuse = (what: string) =>
    inputError("KERAS_LAYERS", {
      what: `${file} does not match ${network}: ${what}`,
      remedy: "Pass the --family of the network that the file was saved from",
    });
  return {
    next(kind, shapes) {
      const place = waiting.findIndex(({ name }) => kindOf(name) === kind);
      if (place === -1) throw refuse(`it has too few ${kind} layers`);
      const layer = waiting.splice(place, 1)[0]!;
      const wanted = describe(Object.entries<readonly number[]>(shapes));
      const found = describe([...layer.tensors].map(([name, { shape }]) => [name, shape]));
      if (wanted !== found) throw refuse(`${layer.name} has ${found}, not ${wanted}`);
      const tensors = [...layer.tensors].map(([name, { values }]) => [name, values]);
      return { name: layer.name, tensors: Object.fromEntries(tensors) };
    },
    end() {
      if (waiting.length === 0) return;
      throw refuse(`it has further layers: ${waiting.map(({ name }) => name).join(", ")}`);
    },
  };
}

function describe(tensors: (readonly [name: string, shape: readonly number[]])[]): string {
  return tensors.map(([name, shape]) => `${name} [${shape.join(", ")}]`).sort().join(", ");
}

function kindOf(name: string): string {
  return name.replace(/_\d+$/, "");
}

/** Parses the number of a layer; 0 for the first of a kind in newer Keras, which has none. */
function numberOf(name: string): number {
  return Number(/_(\d+)$/.exec(name)?.[1] ?? 0);
}
