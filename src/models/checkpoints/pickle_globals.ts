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
import { callData, emptyInstance, isData, skippedData } from "./pickled_classes.ts";
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
  ["torch._utils _rebuild_parameter_with_state", rebuildParameter],
  ["torch._tensor _rebuild_from_type_v2", rebuildFromType],
  ["numpy dtype", numpyDtype],
  ["numpy.core.multiarray scalar", numpyScalar],
  ["numpy._core.multiarray scalar", numpyScalar], // since NumPy 2
  ["_codecs encode", encodeLatin1],
]);

/** Most letters per call, since text can be encoded repeatedly; a number has 16 bytes at most. */
const LONGEST_ENCODED = 256;

/** Classes that a storage's persistent id may refer to; they are never called. */
const STORAGE_CLASSES: ReadonlyMap<string, Dtype> = new Map(
  DTYPE_NAMES.map((dtype) => [`torch ${DTYPES[dtype].torch}`, dtype]),
);

/** Looks up a global in the allow-list. @throws UnsafePickle, with the name, when it is not allowed */
export function findGlobal(module: string, name: string): AllowedGlobal {
  const key = `${module} ${name}`;
  if (!CALLS.has(key) && !STORAGE_CLASSES.has(key) && !isData(key)) {
    throw new UnsafePickle(
      `refers to ${truncateText(`${module}.${name}`)}, which weights do not need`,
    );
  }
  return { kind: "global", name: key };
}

/**
 * Replaces Python's REDUCE for the functions of the allow-list and the classes of data.
 * @throws UnsafePickle for any other callee, RangeError for wrong arguments
 */
export function call(callee: PickleValue, args: PickleValue): PickleValue {
  const name = isKind(callee, "global") ? callee.name : "";
  const known = CALLS.get(name);
  const given = Array.isArray(args) ? args : null;
  const made = known === undefined ? callData(name, given ?? []) : null;
  if (known === undefined && made === null) {
    throw new UnsafePickle(`tries to call ${describe(callee)}`);
  }
  if (given === null) throw new RangeError("a call has no arguments");
  return known === undefined ? made : known(given);
}

/**
 * Replaces Python's NEWOBJ: makes an empty object of a class of data.
 * @throws UnsafePickle for any other class
 */
export function create(type: PickleValue): PickleValue {
  const made = isKind(type, "global") ? emptyInstance(type.name) : null;
  if (made === null) throw new UnsafePickle(`tries to create an object of ${describe(type)}`);
  return made;
}

/**
 * Replaces Python's BUILD where it is harmless: attributes of a dictionary (PyTorch's `_metadata`) are ignored,
 * those of data are kept, and a NumPy dtype's state is only checked.
 * @throws UnsafePickle for any other target or state
 */
export function build(target: PickleValue, state: PickleValue): void {
  if (isKind(target, "numpy_dtype")) return checkNumpyState(state);
  if (isKind(target, "data")) {
    if (state instanceof Map) target.attributes = state; // not copied: one state may be set many times
    return;
  }
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

/** Evaluates `_rebuild_parameter(data, requires_grad, backward_hooks[, state])`. */
function rebuildParameter([data]: readonly PickleValue[]): TensorReference {
  if (!isKind(data, "tensor")) throw new RangeError("a parameter has no tensor");
  return data;
}

/**
 * Evaluates `_rebuild_from_type_v2(function, type, arguments, state)`, which stands for a tensor with attributes
 * of its own; they are ignored.
 */
function rebuildFromType([rebuild = null, , args = null]: readonly PickleValue[]): PickleValue {
  if (!isKind(rebuild, "global") || CALLS.get(rebuild.name) === rebuildFromType) {
    throw new RangeError("a tensor has no function that rebuilds it");
  }
  return call(rebuild, args);
}

/**
 * Evaluates `_codecs.encode(text, "latin1")`, which pickles of protocol 2 use for bytes. Long ones, the numbers of
 * an array, are skipped.
 */
function encodeLatin1([text, encoding]: readonly PickleValue[]): PickleValue {
  if (isKind(text, "data") && encoding === "latin1") return text; // too long to be kept
  if (typeof text !== "string" || encoding !== "latin1") {
    throw new RangeError("bytes are not a text encoded as Latin-1");
  }
  if (text.length > LONGEST_ENCODED) return skippedData("builtins bytes");
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
