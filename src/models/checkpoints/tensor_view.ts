import type { ByteSource } from "../../base/bytes.ts";
import { type Dtype, DTYPES } from "./dtype.ts";

/** A run of numbers in a file that any number of tensors look into. */
export interface Storage {
  readonly dtype: Dtype;
  /** Numbers it holds. */
  readonly count: number;
  /** Exactly its bytes. */
  readonly bytes: ByteSource;
  readonly bigEndian: boolean;
}

/**
 * Which numbers of a storage make a tensor: element (i, j, …) is number
 * `offset + i·strides[0] + j·strides[1] + …`.
 */
export interface TensorView {
  readonly shape: readonly number[];
  /** Numbers from one element to the next along each axis; 0 repeats it. */
  readonly strides: readonly number[];
  readonly offset: number;
}

/** As many as PyTorch allows. */
export const MOST_AXES = 64;

/**
 * A view with stride 0 can ask for any size with a small file. Up to here no file need justify it
 * (4 MB as float32).
 */
const MOST_REPEATED = 1 << 20;

/** Bytes read and converted at a time: they stay in a core's cache. */
const CHUNK_BYTES = 1 << 18;

/** The strides of a tensor without gaps, last axis fastest. */
export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = strides[axis + 1]! * Math.max(shape[axis + 1]!, 1);
  }
  return strides;
}

/** Product of the sizes; 1 for no axes. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** @throws RangeError unless all elements lie in the storage's `count` numbers, in any reasonable size. */
export function checkView({ shape, strides, offset }: TensorView, count: number): void {
  if (shape.length !== strides.length || shape.length > MOST_AXES) {
    throw new RangeError(`it has ${shape.length} sizes and ${strides.length} strides`);
  }
  for (const number of [...shape, ...strides, offset]) {
    if (!Number.isSafeInteger(number) || number < 0) {
      throw new RangeError(`${number} is no size, stride or offset`);
    }
  }
  const elements = elementCount(shape);
  if (!(elements <= Math.max(count, MOST_REPEATED))) {
    throw new RangeError(`[${shape.join(", ")}] is too large for ${count} stored numbers`);
  }
  const end = offset + spanOf({ shape, strides, offset });
  if (end > count) {
    throw new RangeError(`its last number would be number ${end} of ${count} stored numbers`);
  }
}

/**
 * The numbers of a view that `checkView` has passed, in row-major order. Memory beside the result: nothing
 * when the view has no gaps, else the stored numbers from its first to its last.
 */
export function readView(view: TensorView, storage: Storage): Float32Array<ArrayBuffer> {
  const stored = readRange(storage, view.offset, spanOf(view));
  return isRowMajor(view) ? stored : gathered(stored, view);
}

/** Stored numbers from the view's first to its last, both included. */
function spanOf({ shape, strides }: TensorView): number {
  if (shape.includes(0)) return 0;
  return shape.reduce((span, size, axis) => span + (size - 1) * strides[axis]!, 1);
}

/** Whether the elements lie one after another in the storage. Strides of axes of size 1 mean nothing. */
function isRowMajor({ shape, strides }: TensorView): boolean {
  const expected = rowMajorStrides(shape);
  return shape.includes(0) ||
    shape.every((size, axis) => size === 1 || strides[axis] === expected[axis]);
}

function readRange(storage: Storage, first: number, count: number): Float32Array<ArrayBuffer> {
  const { bytes: width, widen } = DTYPES[storage.dtype];
  const numbers = new Float32Array(count);
  const raw = new Uint8Array(Math.min(CHUNK_BYTES, count * width)); // aligned, as widening needs
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

/** `stored` starts at the view's first number. */
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
