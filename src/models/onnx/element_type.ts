/** Element type of a tensor. */
export type ElementType = keyof typeof ELEMENT_TYPES;

/** Typed arrays for a tensor's elements: float16 as its 16 bits, bool as 0 and 1. */
export type ElementArray =
  | Float32Array
  | Float64Array
  | Uint16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array;

/** Code of each type in the format (`TensorProto.DataType`), bytes per element, and the array class. */
export const ELEMENT_TYPES = {
  float32: { code: 1, bytes: 4, array: Float32Array },
  uint8: { code: 2, bytes: 1, array: Uint8Array },
  int32: { code: 6, bytes: 4, array: Int32Array },
  int64: { code: 7, bytes: 8, array: BigInt64Array },
  bool: { code: 9, bytes: 1, array: Uint8Array },
  float16: { code: 10, bytes: 2, array: Uint16Array },
  float64: { code: 11, bytes: 8, array: Float64Array },
} as const;
