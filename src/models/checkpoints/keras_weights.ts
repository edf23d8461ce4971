import h5wasm, { Dataset, Group } from "h5wasm";
import type { ByteSource } from "../../base/bytes.ts";
import { type AssayError, inputError } from "../../records/errors.ts";

/** A weight of a layer, row-major. */
export interface KerasTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** A layer of a Keras model with its weights. */
export interface KerasLayer {
  /** Name, such as `conv2d_5`. */
  readonly name: string;
  /** Weights by name without layer and number, such as `kernel`; empty for a layer without weights. */
  readonly tensors: ReadonlyMap<string, KerasTensor>;
}

/** Largest file, bytes: the library holds it in memory. The supported networks have 0.2 MB. */
const LARGEST_FILE = 64 << 20;

/** Largest weight, numbers: a small compressed file could claim any size. */
const LARGEST_TENSOR = 1 << 24;

/** Checks the size of a file. @throws AssayError KERAS_WEIGHTS (exit 3) when it is too large */
export function requireKerasSize({ byteLength }: ByteSource, file: string): void {
  if (byteLength > LARGEST_FILE) throw unexpected(file, "it is too large");
}

/**
 * Reads the layers of a Keras weights file (HDF5: an attribute `layer_names`, a group for each layer with an
 * attribute `weight_names`, one data set for each weight) or of a saved model. The library loops forever on
 * some broken files, so call this where it can be stopped.
 * @param file its name, for errors
 * @throws AssayError KERAS_WEIGHTS (exit 3) when it is not such a file
 */
export async function readKerasWeights(
  source: ByteSource,
  file: string,
): Promise<readonly KerasLayer[]> {
  requireKerasSize(source, file);
  const library = await h5wasm.ready;
  library.activate_throwing_error_handler(); // otherwise the library prints errors to the console
  const path = `/${crypto.randomUUID()}.h5`; // in the library's memory, not on disk
  library.FS.writeFile(path, source.read(0, source.byteLength));
  try {
    return layersIn(path);
  } catch (cause) {
    throw unexpected(file, reasonOf(cause), cause);
  } finally {
    library.FS.unlink(path);
  }
}

function layersIn(path: string): KerasLayer[] {
  const opened = new h5wasm.File(path, "r");
  try {
    const saved = opened.get("model_weights"); // location of the weights in a saved model
    const root = saved instanceof Group ? saved : opened;
    return names(root, "layer_names").map((name) => layer(root.get(name), name));
  } finally {
    opened.close();
  }
}

function layer(found: unknown, name: string): KerasLayer {
  if (!(found instanceof Group)) throw new RangeError(`it has no layer ${name}`);
  const tensors = names(found, "weight_names").map((weight) =>
    [shortName(weight), tensor(found.get(weight), weight)] as const
  );
  return { name, tensors: new Map(tensors) };
}

function tensor(found: unknown, name: string): KerasTensor {
  if (!(found instanceof Dataset)) throw new RangeError(`it has no ${name}`);
  const shape = found.shape ?? [];
  const count = shape.reduce((product, side) => product * side, 1);
  if (!(count <= LARGEST_TENSOR)) throw new RangeError(`${name} has ${count} numbers`);
  const values = found.value;
  if (!(values instanceof Float32Array) || values.length !== count) {
    throw new RangeError(`${name} is not float32 [${shape.join(", ")}]`);
  }
  return { shape, values: new Float32Array(values) };
}

/** Reads a list of names, which Keras stores as an attribute; an empty one is stored without a text type. */
function names(group: Group, attribute: string): string[] {
  const list = group.attrs[attribute]?.value;
  if (ArrayBuffer.isView(list) && list.byteLength === 0) return [];
  if (!Array.isArray(list) || !list.every((name) => typeof name === "string")) {
    throw new RangeError(`${group.path} has no list of ${attribute}`);
  }
  return list;
}

/** Shortens `conv2d_5/kernel:0` to `kernel`. */
function shortName(weight: string): string {
  return weight.slice(weight.lastIndexOf("/") + 1).replace(/:\d+$/, "");
}

/** Extracts the reason from the library's error, which is a page long and ends with it. */
function reasonOf(cause: unknown): string {
  if (cause instanceof RangeError) return cause.message;
  const [, reason] = /minor: ([^\n]+)\s*$/.exec(String(cause)) ?? [];
  return reason ?? "it is damaged";
}

function unexpected(file: string, what: string, cause?: unknown): AssayError {
  return inputError("KERAS_WEIGHTS", {
    what: `${file} is not a Keras weights file: ${what}`,
    remedy: "Download it again, or save the model's weights as HDF5",
    cause,
  });
}
