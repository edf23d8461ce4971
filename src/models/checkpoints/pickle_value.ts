import type { Dtype } from "./dtype.ts";
import type { TensorView } from "./tensor_view.ts";

/**
 * A value in a pickle of weights. Lists, tuples and sets all become arrays, and both kinds of dictionary become
 * Maps, since the difference is irrelevant for weights. An object may occur several times, even inside itself.
 */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array<ArrayBuffer>
  | PickleValue[]
  | Map<PickleValue, PickleValue>
  | AllowedGlobal
  | StorageReference
  | TensorReference
  | NumpyDtype
  | PickledData;

/** A function or class of the allow-list; `name` is its module, a space, and its name. */
export interface AllowedGlobal {
  readonly kind: "global";
  readonly name: string;
}

/** A reference to stored numbers; the container locates them. */
export interface StorageReference {
  readonly kind: "storage";
  readonly key: string;
  readonly dtype: Dtype;
  /** Numbers in the storage, according to the pickle. */
  readonly count: number;
}

/** A tensor whose view has not been checked yet. */
export interface TensorReference extends TensorView {
  readonly kind: "tensor";
  readonly storage: StorageReference;
}

/** NumPy's name of a format, such as `f8`; always little-endian. */
export interface NumpyDtype {
  readonly kind: "numpy_dtype";
  readonly format: string;
}

/** An object that is data, such as an `argparse.Namespace`; nothing of its class is run. */
export interface PickledData {
  readonly kind: "data";
  /** Module of its class, a space, and its name. */
  readonly name: string;
  /** Attributes by name; empty for an object that is skipped. */
  attributes: ReadonlyMap<PickleValue, PickleValue>;
}

/** Objects without a JavaScript equivalent. */
export type PickleObject =
  | AllowedGlobal
  | StorageReference
  | TensorReference
  | NumpyDtype
  | PickledData;

/** Tells whether a value is of that kind; narrows its type. */
export function isKind<K extends PickleObject["kind"]>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleObject, { kind: K }> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
}
