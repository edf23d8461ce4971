import type { Dtype } from "./dtype.ts";
import type { TensorView } from "./tensor_view.ts";

/**
 * What a pickle of weights can make. Lists, tuples and sets all become arrays and both kinds of
 * dictionary become Maps: the difference means nothing to weights. The same object may occur in several
 * places, and inside itself.
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
  | NumpyDtype;

/** A function or class of the allow-list; `name` is its module, a space, and its name there. */
export interface AllowedGlobal {
  readonly kind: "global";
  readonly name: string;
}

/** Says which stored numbers are meant; where they lie is the container's matter. */
export interface StorageReference {
  readonly kind: "storage";
  readonly key: string;
  readonly dtype: Dtype;
  /** Numbers it holds, as the pickle says. */
  readonly count: number;
}

/** A tensor whose view has not been checked yet. */
export interface TensorReference extends TensorView {
  readonly kind: "tensor";
  readonly storage: StorageReference;
}

/** NumPy's name for a number's format, such as `f8`; always little-endian. */
export interface NumpyDtype {
  readonly kind: "numpy_dtype";
  readonly format: string;
}

/** The kinds of object that are no JavaScript value of their own. */
export type PickleObject = AllowedGlobal | StorageReference | TensorReference | NumpyDtype;

/** Whether a value is of that kind; narrows its type. */
export function isKind<K extends PickleObject["kind"]>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleObject, { kind: K }> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === kind;
}
