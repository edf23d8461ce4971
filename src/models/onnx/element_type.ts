/** What the numbers of a tensor are. */
export type ElementType = keyof typeof ELEMENT_TYPES;

/** Typed arrays that hold a tensor's numbers. float16 goes as its 16 bits, bool as 0 and 1. */
export type ElementArray =
  | Float32Array
  | Float64Array
  | Uint16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array;

/** The format's code (`TensorProto.DataType`), the bytes of one number, and the array that holds them. */
export const ELEMENT_TYPES = {
  float32: { code: 1, bytes: 4, array: Float32Array },
  uint8: { code: 2, bytes: 1, array: Uint8Array },
  int32: { code: 6, bytes: 4, array: Int32Array },
  int64: { code: 7, bytes: 8, array: BigInt64Array },
  bool: { code: 9, bytes: 1, array: Uint8Array },
  float16: { code: 10, bytes: 2, array: Uint16Array },
  float64: { code: 11, bytes: 8, array: Float64Array },
} as const;
