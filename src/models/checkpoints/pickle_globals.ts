import { truncateText, UnsafePickle } from "./checkpoint_errors.ts";
import { type Dtype, DTYPE_NAMES, DTYPES } from "./dtype.ts";
import { checkNumpyState, numpyDtype, numpyScalar } from "./numpy_scalar.ts";
import {
  type AllowedGlobal,
  isKind,
  type PickleValue,
  type StorageReference,
  type TensorReference,
} from "./pickle_value.ts";
import { MAX_AXES } from "./tensor_view.ts";

type Call = (args: readonly PickleValue[]) => PickleValue;

/**
 * Allow-list of the functions that a pickle may call, by module and name, with their replacements. The key
 * contains exactly one space, so no other split into module and name can match.
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

/** Most letters per call: text can be encoded repeatedly, and a number has 16 bytes at most. */
const LONGEST_ENCODED = 256;

/** Classes that a storage's persistent id may refer to; they are never called. */
const STORAGE_CLASSES: ReadonlyMap<string, Dtype> = new Map(
  DTYPE_NAMES.map((dtype) => [`torch ${DTYPES[dtype].torch}`, dtype]),
);

/** Looks up a global in the allow-list. @throws UnsafePickle, with the name, when it is not allowed */
export function findGlobal(module: string, name: string): AllowedGlobal {
  const key = `${module} ${name}`;
  if (!CALLS.has(key) && !STORAGE_CLASSES.has(key)) {
    throw new UnsafePickle(
      `refers to ${truncateText(`${module}.${name}`)}, which weights do not need`,
    );
  }
  return { kind: "global", name: key };
}

/**
 * Replaces Python's REDUCE for the functions of the allow-list.
 * @throws UnsafePickle for any other callee, RangeError for wrong arguments
 */
export function call(callee: PickleValue, args: PickleValue): PickleValue {
  const known = isKind(callee, "global") ? CALLS.get(callee.name) : undefined;
  if (!known) throw new UnsafePickle(`tries to call ${describe(callee)}`);
  if (!Array.isArray(args)) throw new RangeError("a call has no arguments");
  return known(args);
}

/**
 * Replaces Python's BUILD where it is harmless: attributes of a dictionary (PyTorch's `_metadata`) are ignored,
 * and a NumPy dtype's state is only checked.
 * @throws UnsafePickle for any other target or state
 */
export function build(target: PickleValue, state: PickleValue): void {
  if (isKind(target, "numpy_dtype")) return checkNumpyState(state);
  if (target instanceof Map && state instanceof Map) return;
  throw new UnsafePickle(`tries to set the state of ${describe(target)}`);
}

/**
 * Parses the persistent id of a storage: ("storage", class, key, device, count), followed by `None` in the
 * older format. The device is ignored.
 * @throws RangeError for any other id
 */
export function storageReference(id: PickleValue): StorageReference {
  const [tag, type, key, device, count, view = null] = Array.isArray(id) ? id : [];
  const dtype = isKind(type, "global") ? STORAGE_CLASSES.get(type.name) : undefined;
  if (
    tag !== "storage" || dtype === undefined || typeof key !== "string" ||
    typeof device !== "string" || !isCount(count) || view !== null
  ) {
    throw new RangeError("a persistent id is not that of a storage");
  }
  return { kind: "storage", key, dtype, count };
}

/** Names a value for error messages. */
export function describe(value: PickleValue): string {
  if (isKind(value, "global")) return value.name.replace(" ", ".");
  return value instanceof Map ? "a dictionary" : "a value that is not a function";
}

function orderedDict(args: readonly PickleValue[]): PickleValue {
  if (args.length !== 0) throw new RangeError("an OrderedDict has arguments");
  return new Map();
}

/**
 * Evaluates `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks[, metadata])`.
 * Metadata would mark the numbers as negated or conjugated.
 */
function rebuildTensor(args: readonly PickleValue[]): TensorReference {
  const [storage, offset, shape, strides, , , metadata = null] = args;
  if (metadata !== null && !(metadata instanceof Map && metadata.size === 0)) {
    throw new RangeError("a tensor is stored negated or conjugated");
  }
  if (
    args.length < 6 || args.length > 7 || !isKind(storage, "storage") || !isCount(offset) ||
    !isCounts(shape) || !isCounts(strides)
  ) {
    throw new RangeError("a tensor lacks storage, offset, size or stride");
  }
  return { kind: "tensor", storage, offset, shape, strides };
}

/** Evaluates `_rebuild_parameter(data, requires_grad, backward_hooks)`. */
function rebuildParameter([data]: readonly PickleValue[]): TensorReference {
  if (!isKind(data, "tensor")) throw new RangeError("a parameter has no tensor");
  return data;
}

/** Evaluates `_codecs.encode(text, "latin1")`, which pickles of protocol 2 use for bytes. */
function encodeLatin1([text, encoding]: readonly PickleValue[]): Uint8Array<ArrayBuffer> {
  if (typeof text !== "string" || encoding !== "latin1" || text.length > LONGEST_ENCODED) {
    throw new RangeError("bytes are not a short text encoded as Latin-1");
  }
  const codes = Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
  if (codes.some((code) => code > 255)) throw new RangeError("bytes are not Latin-1");
  return Uint8Array.from(codes);
}

function isCounts(value: PickleValue | undefined): value is number[] {
  return Array.isArray(value) && value.length <= MAX_AXES && value.every(isCount);
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}
