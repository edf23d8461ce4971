import type { ByteSource } from "../../base/bytes.ts";
import { type Dtype, DTYPES } from "./dtype.ts";

/** A run of numbers in a file, shared by any number of tensors. */
export interface Storage {
  readonly dtype: Dtype;
  /** Numbers in the storage. */
  readonly count: number;
  /** The bytes of these numbers. */
  readonly bytes: ByteSource;
  readonly bigEndian: boolean;
}

/** Selection of a storage's numbers: element (i, j, …) is number `offset + i·strides[0] + j·strides[1] + …`. */
export interface TensorView {
  readonly shape: readonly number[];
  /** Distance between consecutive elements along each axis, in numbers; 0 repeats. */
  readonly strides: readonly number[];
  readonly offset: number;
}

/** Most axes, as in PyTorch. */
export const MAX_AXES = 64;

/**
 * Elements allowed whatever the storage's size (4 MB as float32): with stride 0 a small file could claim any
 * size.
 */
const MAX_REPEATED = 1 << 20;

/** Bytes read and converted at a time; they fit into a core's cache. */
const CHUNK_BYTES = 1 << 18;

/** Computes the strides of a row-major tensor without gaps. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = strides[axis + 1]! * Math.max(shape[axis + 1]!, 1);
  }
  return strides;
}

/** Computes the product of the dimensions; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/**
 * Checks that all elements lie within the storage's `count` numbers and the size is plausible. @throws
 * RangeError
 */
export function checkView({ shape, strides, offset }: TensorView, count: number): void {
  if (shape.length !== strides.length || shape.length > MAX_AXES) {
    throw new RangeError(`it has ${shape.length} dimensions and ${strides.length} strides`);
  }
  for (const number of [...shape, ...strides, offset]) {
    if (!Number.isSafeInteger(number) || number < 0) {
      throw new RangeError(`${number} is not a valid dimension, stride or offset`);
    }
  }
  const elements = elementCount(shape);
  if (!(elements <= Math.max(count, MAX_REPEATED))) {
    throw new RangeError(`[${shape.join(", ")}] is too large for ${count} stored numbers`);
  }
  const end = offset + spanOf({ shape, strides, offset });
  if (end > count) {
    throw new RangeError(`it extends to number ${end} of ${count} stored numbers`);
  }
}

/**
 * Reads a view that `checkView` has accepted, in row-major order. Extra memory: none when the view has no gaps,
 * else the stored numbers from its first to its last.
 */
export function readView(view: TensorView, storage: Storage): Float32Array<ArrayBuffer> {
  const stored = readRange(storage, view.offset, spanOf(view));
  return isRowMajor(view) ? stored : gathered(stored, view);
}

/** Counts the stored numbers from the view's first to its last. */
function spanOf({ shape, strides }: TensorView): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((span, size, axis) => span + (size - 1) * strides[axis]!, 1);
}

/** Tells whether the elements are contiguous in the storage. Strides of axes of size 1 do not matter. */
function isRowMajor({ shape, strides }: TensorView): boolean {
  const expected = rowMajorStrides(shape);
  return shape.includes(0) ||
    shape.every((size, axis) => size === 1 || strides[axis] === expected[axis]);
}

function readRange(storage: Storage, first: number, count: number): Float32Array<ArrayBuffer> {
  const { bytes: width, widen } = DTYPES[storage.dtype];
  const numbers = new Float32Array(count);
  const raw = new Uint8Array(Math.min(CHUNK_BYTES, count * width)); // aligned, as conversion requires
  const step = CHUNK_BYTES / width;
  for (let done = 0; done < count; done += step) {
    const into = numbers.subarray(done, done + step);
    raw.set(storage.bytes.read((first + done) * width, into.length * width));
    if (storage.bigEndian) reverseEach(raw.subarray(0, into.length * width), width);
    widen(raw.buffer, into);
  }
  return numbers;
}

function reverseEach(bytes: Uint8Array, width: number): void {
  for (let at = 0; at < bytes.length; at += width) bytes.subarray(at, at + width).reverse();
}

/** Gathers the view's elements; `stored` starts at its first number. */
function gathered(
  stored: Float32Array,
  { shape, strides }: TensorView,
): Float32Array<ArrayBuffer> {
  const numbers = new Float32Array(elementCount(shape));
  const index = shape.map(() => 0);
  let at = 0;
  for (let i = 0; i < numbers.length; i++) {
    numbers[i] = stored[at]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      at += strides[axis]!;
      index[axis]! += 1;
      if (index[axis]! < shape[axis]!) break;
      at -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return numbers;
}
