import { isKind, type NumpyDtype, type PickleValue } from "./pickle_value.ts";

type Read = (view: DataView) => boolean | number | bigint;

/** NumPy's formats of single numbers: size in bytes, and how to read them. */
const FORMATS: ReadonlyMap<string, { readonly bytes: number; readonly read: Read }> = new Map([
  ["f8", { bytes: 8, read: (view: DataView) => view.getFloat64(0, true) }],
  ["f4", { bytes: 4, read: (view: DataView) => view.getFloat32(0, true) }],
  ["f2", { bytes: 2, read: (view: DataView) => view.getFloat16(0, true) }],
  ["i8", { bytes: 8, read: (view: DataView) => exactInteger(view.getBigInt64(0, true)) }],
  ["i4", { bytes: 4, read: (view: DataView) => view.getInt32(0, true) }],
  ["i2", { bytes: 2, read: (view: DataView) => view.getInt16(0, true) }],
  ["i1", { bytes: 1, read: (view: DataView) => view.getInt8(0) }],
  ["u8", { bytes: 8, read: (view: DataView) => exactInteger(view.getBigUint64(0, true)) }],
  ["u4", { bytes: 4, read: (view: DataView) => view.getUint32(0, true) }],
  ["u2", { bytes: 2, read: (view: DataView) => view.getUint16(0, true) }],
  ["u1", { bytes: 1, read: (view: DataView) => view.getUint8(0) }],
  ["b1", { bytes: 1, read: (view: DataView) => view.getUint8(0) !== 0 }],
]);

/** Converts a bigint to a number where that is exact. */
export function exactInteger(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Evaluates `numpy.dtype(format, align, copy)`; formats of arrays, such as text, may be others than numbers'. */
export function numpyDtype(args: readonly PickleValue[]): NumpyDtype {
  const [format] = args;
  if (typeof format !== "string" || args.length > 3) {
    throw new RangeError("a NumPy dtype has an unsupported format");
  }
  return { kind: "numpy_dtype", format };
}

/**
 * Checks the state of a NumPy dtype: a version, the byte order, and five values that are empty for numbers.
 * @throws RangeError for big-endian numbers
 */
export function checkNumpyState(state: PickleValue): void {
  const order = Array.isArray(state) ? state[1] : null;
  if (order !== "<" && order !== "|" && order !== "=") {
    throw new RangeError("a NumPy number is not little-endian");
  }
}

/** Evaluates `numpy.core.multiarray.scalar(dtype, bytes)`. @throws RangeError for other arguments */
export function numpyScalar(args: readonly PickleValue[]): boolean | number | bigint {
  const [dtype, bytes] = args;
  const format = isKind(dtype, "numpy_dtype") ? FORMATS.get(dtype.format) : undefined;
  if (!format || !(bytes instanceof Uint8Array) || bytes.length !== format.bytes) {
    throw new RangeError("a NumPy number does not match its format");
  }
  return format.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
}
