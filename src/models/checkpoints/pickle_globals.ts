import { shortened, UnsafePickle } from "./checkpoint_errors.ts";
import { type Dtype, DTYPE_NAMES, DTYPES } from "./dtype.ts";
import { checkNumpyState, numpyDtype, numpyScalar } from "./numpy_scalar.ts";
import {
  type AllowedGlobal,
  isKind,
  type PickleValue,
  type StorageReference,
  type TensorReference,
} from "./pickle_value.ts";
import { MOST_AXES } from "./tensor_view.ts";

type Call = (args: readonly PickleValue[]) => PickleValue;

/**
 * All that a pickle may call, by module and name, and what happens instead of Python's function. One space
 * in each key, so that no other division into module and name can pass for it.
 */
const CALLS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ["collections OrderedDict", orderedDict],
  ["torch._utils _rebuild_tensor_v2", rebuildTensor],
  ["torch._utils _rebuild_parameter", rebuildParameter],
  ["numpy dtype", numpyDtype],
  ["numpy.core.multiarray scalar", numpyScalar],
  ["numpy._core.multiarray scalar", numpyScalar], // since NumPy 2
  ["_codecs encode", encodeLatin1],
]);

/** Letters that one call may encode: a text can be encoded over and over, and a number has 16 bytes at most. */
const LONGEST_ENCODED = 256;

/** Classes that a pickle may name in a storage's persistent id, and never call. */
const STORAGE_CLASSES: ReadonlyMap<string, Dtype> = new Map(
  DTYPE_NAMES.map((dtype) => [`torch ${DTYPES[dtype].torch}`, dtype]),
);

/** @throws UnsafePickle, with the name, for all that is not on the allow-list */
export function findGlobal(module: string, name: string): AllowedGlobal {
  const key = `${module} ${name}`;
  if (!CALLS.has(key) && !STORAGE_CLASSES.has(key)) {
    throw new UnsafePickle(
      `asks for ${shortened(`${module}.${name}`)}, which no file of weights needs`,
    );
  }
  return { kind: "global", name: key };
}

/**
 * What Python's REDUCE does, for the few functions of the allow-list.
 * @throws UnsafePickle for any other callee, RangeError for wrong arguments
 */
export function call(callee: PickleValue, args: PickleValue): PickleValue {
  const known = isKind(callee, "global") ? CALLS.get(callee.name) : undefined;
  if (!known) throw new UnsafePickle(`would call ${describe(callee)}`);
  if (!Array.isArray(args)) throw new RangeError("a call in it has no arguments");
  return known(args);
}

/**
 * What Python's BUILD does, where it has a harmless meaning: attributes of a dictionary (PyTorch puts
 * `_metadata` there) are left out, and a NumPy dtype's state says nothing new.
 * @throws UnsafePickle for any other target or state
 */
export function build(target: PickleValue, state: PickleValue): void {
  if (isKind(target, "numpy_dtype")) return checkNumpyState(state);
  if (target instanceof Map && state instanceof Map) return;
  throw new UnsafePickle(`would set the state of ${describe(target)}`);
}

/**
 * What the persistent id of a storage means: ("storage", class, key, device, count), and in the older
 * format `None` after it. The device is of no importance here.
 * @throws RangeError for any other id
 */
export function storageReference(id: PickleValue): StorageReference {
  const [tag, type, key, device, count, view = null] = Array.isArray(id) ? id : [];
  const dtype = isKind(type, "global") ? STORAGE_CLASSES.get(type.name) : undefined;
  if (
    tag !== "storage" || dtype === undefined || typeof key !== "string" ||
    typeof device !== "string" || !isCount(count) || view !== null
  ) {
    throw new RangeError("a reference in it is not that of a storage");
  }
  return { kind: "storage", key, dtype, count };
}

/** What refusals call a value. */
export function describe(value: PickleValue): string {
  if (isKind(value, "global")) return value.name.replace(" ", ".");
  return value instanceof Map ? "a dictionary" : "a value that is no function";
}

function orderedDict(args: readonly PickleValue[]): PickleValue {
  if (args.length !== 0) throw new RangeError("an OrderedDict in it is made with arguments");
  return new Map();
}

/**
 * (storage, offset, size, stride, requires_grad, backward_hooks[, metadata]). Metadata would say that the
 * numbers are kept negated or conjugated.
 */
function rebuildTensor(args: readonly PickleValue[]): TensorReference {
  const [storage, offset, shape, strides, , , metadata = null] = args;
  if (metadata !== null && !(metadata instanceof Map && metadata.size === 0)) {
    throw new RangeError("a tensor in it is kept negated or conjugated");
  }
  if (
    args.length < 6 || args.length > 7 || !isKind(storage, "storage") || !isCount(offset) ||
    !isCounts(shape) || !isCounts(strides)
  ) {
    throw new RangeError("a tensor in it has no storage, offset, size and stride");
  }
  return { kind: "tensor", storage, offset, shape, strides };
}

/** (data, requires_grad, backward_hooks) */
function rebuildParameter([data]: readonly PickleValue[]): TensorReference {
  if (!isKind(data, "tensor")) throw new RangeError("a parameter in it has no tensor");
  return data;
}

/** `_codecs.encode(text, "latin1")`: how a pickle of protocol 2 holds bytes. */
function encodeLatin1([text, encoding]: readonly PickleValue[]): Uint8Array<ArrayBuffer> {
  if (typeof text !== "string" || encoding !== "latin1" || text.length > LONGEST_ENCODED) {
    throw new RangeError("bytes in it are not a few letters encoded as Latin-1");
  }
  const codes = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  if (codes.some((code) => code > 255)) throw new RangeError("bytes in it are not Latin-1");
  return Uint8Array.from(codes);
}

function isCounts(value: PickleValue | undefined): value is number[] {
  return Array.isArray(value) && value.length <= MOST_AXES && value.every(isCount);
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
