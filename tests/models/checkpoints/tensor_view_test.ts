import { deepStrictEqual as equal, throws } from "node:assert/strict";
import fc from "fast-check";
import { memorySource } from "../../../src/base/bytes.ts";
import { type Dtype, DTYPE_NAMES, DTYPES } from "../../../src/models/checkpoints/dtype.ts";
import {
  checkView,
  readView,
  rowMajorStrides,
  type TensorView,
} from "../../../src/models/checkpoints/tensor_view.ts";

/** One number as the format defines it, read the slow way. */
function readOne(view: DataView, at: number, dtype: Dtype): number {
  switch (dtype) {
    case "float64":
      return view.getFloat64(at, true);
    case "float32":
      return view.getFloat32(at, true);
    case "float16":
      return view.getFloat16(at, true);
    case "bfloat16": {
      const wide = new DataView(new ArrayBuffer(4));
      wide.setUint16(2, view.getUint16(at, true), true);
      return wide.getFloat32(0, true);
    }
    case "int64":
      return Number(view.getBigInt64(at, true));
    case "int32":
      return view.getInt32(at, true);
    case "int16":
      return view.getInt16(at, true);
    case "int8":
      return view.getInt8(at);
    case "uint8":
      return view.getUint8(at);
    case "bool":
      return view.getUint8(at) === 0 ? 0 : 1;
    default:
      return dtype satisfies never;
  }
}

/** Every index of a shape, last axis fastest. */
function indices(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (found, size) =>
      found.flatMap((index) => Array.from({ length: size }, (_, i) => [...index, i])),
    [[]],
  );
}

function naiveRead(bytes: Uint8Array, dtype: Dtype, { shape, strides, offset }: TensorView) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return Float32Array.from(indices(shape), (index) => {
    const number = index.reduce((at, i, axis) => at + i * strides[axis]!, offset);
    return readOne(view, number * DTYPES[dtype].bytes, dtype);
  });
}

/** Views of up to four axes, and how many numbers they need. */
const views = fc.record({
  axes: fc.array(fc.record({ size: fc.nat(4), stride: fc.nat(6) }), { maxLength: 4 }),
  offset: fc.nat(5),
  dense: fc.boolean(),
}).map(({ axes, offset, dense }) => {
  const shape = axes.map(({ size }) => size);
  const strides = dense ? rowMajorStrides(shape) : axes.map(({ stride }) => stride);
  const last = indices(shape).map((index) => index.reduce((at, i, k) => at + i * strides[k]!, 0));
  return { view: { shape, strides, offset }, count: offset + Math.max(0, ...last) + 1 };
});

Deno.test("any view of any dtype and byte order equals a plain loop", () => {
  fc.assert(fc.property(
    views,
    fc.constantFrom(...DTYPE_NAMES),
    fc.boolean(),
    fc.infiniteStream(fc.nat(255)),
    ({ view, count }, dtype, bigEndian, letters) => {
      const width = DTYPES[dtype].bytes;
      const start = 1; // so that nothing is aligned
      const whole = Uint8Array.from({ length: start + count * width }, () => letters.next().value);
      const bytes = whole.subarray(start);
      const expected = naiveRead(bytes, dtype, view);
      const stored = bigEndian ? reversed(bytes, width) : bytes;
      checkView(view, count);
      const read = readView(view, { dtype, count, bytes: memorySource(stored), bigEndian });
      equal([...read], [...expected]); // as plain arrays, since NaNs may differ in their bits
    },
  ));
});

function reversed(bytes: Uint8Array, width: number): Uint8Array {
  return bytes.map((_, i) => bytes[i - i % width + width - 1 - i % width]!);
}

Deno.test("a tensor of many chunks is whole, and read in pieces", () => {
  const count = 300_001;
  const numbers = Float32Array.from({ length: count }, (_, i) => Math.sin(i));
  const memory = memorySource(new Uint8Array(numbers.buffer));
  let longest = 0;
  const bytes = {
    ...memory,
    read(offset: number, length: number) {
      longest = Math.max(longest, length);
      return memory.read(offset, length);
    },
  };
  const storage = { dtype: "float32" as const, count, bytes, bigEndian: false };
  equal(readView({ shape: [count], strides: [1], offset: 0 }, storage), numbers);
  equal(longest < numbers.byteLength / 2, true);
});

const BAD_VIEWS: Readonly<Record<string, TensorView>> = {
  "one number too many": { shape: [7], strides: [1], offset: 0 },
  "an offset behind the end": { shape: [1], strides: [1], offset: 6 },
  "a stride that leaves": { shape: [2, 2], strides: [5, 1], offset: 1 },
  "a negative size": { shape: [-1], strides: [1], offset: 0 },
  "a negative stride": { shape: [2], strides: [-1], offset: 3 },
  "a negative offset": { shape: [1], strides: [1], offset: -1 },
  "a fraction": { shape: [1.5], strides: [1], offset: 0 },
  "no number": { shape: [NaN], strides: [1], offset: 0 },
  "fewer strides than sizes": { shape: [2, 3], strides: [1], offset: 0 },
  "a huge repetition": { shape: [1 << 30], strides: [0], offset: 0 },
  "sizes whose product is infinite": {
    shape: Array(64).fill(2 ** 52),
    strides: Array(64).fill(0),
    offset: 0,
  },
  "a product that is infinite, times zero": {
    shape: [...Array(63).fill(2 ** 52), 0],
    strides: Array(64).fill(0),
    offset: 0,
  },
  "too many axes": { shape: Array(65).fill(1), strides: Array(65).fill(1), offset: 0 },
};

for (const [what, view] of Object.entries(BAD_VIEWS)) {
  Deno.test(`a view with ${what} is refused`, () => {
    throws(() => checkView(view, 6), RangeError);
  });
}

Deno.test("edge cases of views are read: whole, repeated, empty, and axes of one with any stride", () => {
  checkView({ shape: [2, 3], strides: [3, 1], offset: 0 }, 6);
  checkView({ shape: [1000, 1000], strides: [0, 0], offset: 5 }, 6);
  checkView({ shape: [0, 9], strides: [9, 1], offset: 0 }, 0);
  checkView({ shape: [1, 6], strides: [1e15, 1], offset: 0 }, 6);
  checkView({ shape: [], strides: [], offset: 5 }, 6);
});
