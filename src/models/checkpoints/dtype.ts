/** Element type of a checkpoint, by PyTorch's name. */
export type Dtype = keyof typeof DTYPES;

interface DtypeFacts {
  /** Size of one element. */
  readonly bytes: 1 | 2 | 4 | 8;
  /** Name of the storage class in `torch`. */
  readonly torch: string;
  /** Name in a safetensors header. */
  readonly safetensors: string;
  /** Converts `into.length` little-endian numbers at the buffer's start to float32. */
  readonly widen: (raw: ArrayBuffer, into: Float32Array) => void;
}

/** Facts about each dtype. Complex, quantised and 8-bit floating types are not supported. */
export const DTYPES = {
  float64: { bytes: 8, torch: "DoubleStorage", safetensors: "F64", widen: copying(Float64Array) },
  float32: { bytes: 4, torch: "FloatStorage", safetensors: "F32", widen: copying(Float32Array) },
  float16: { bytes: 2, torch: "HalfStorage", safetensors: "F16", widen: copying(Float16Array) },
  bfloat16: { bytes: 2, torch: "BFloat16Storage", safetensors: "BF16", widen: widenBfloat16 },
  int64: { bytes: 8, torch: "LongStorage", safetensors: "I64", widen: widenInt64 },
  int32: { bytes: 4, torch: "IntStorage", safetensors: "I32", widen: copying(Int32Array) },
  int16: { bytes: 2, torch: "ShortStorage", safetensors: "I16", widen: copying(Int16Array) },
  int8: { bytes: 1, torch: "CharStorage", safetensors: "I8", widen: copying(Int8Array) },
  uint8: { bytes: 1, torch: "ByteStorage", safetensors: "U8", widen: copying(Uint8Array) },
  bool: { bytes: 1, torch: "BoolStorage", safetensors: "BOOL", widen: widenBool },
} as const satisfies Record<string, DtypeFacts>;

/** All dtypes, in the table's order. */
export const DTYPE_NAMES = Object.keys(DTYPES) as readonly Dtype[];

/** Converts each number of a typed array to float32. */
function copying(
  Numbers: new (raw: ArrayBuffer, start: number, length: number) => ArrayLike<number>,
): DtypeFacts["widen"] {
  return (raw, into) => into.set(new Numbers(raw, 0, into.length));
}

/** Converts bfloat16, which is the upper half of a float32. */
function widenBfloat16(raw: ArrayBuffer, into: Float32Array): void {
  const halves = new Uint16Array(raw, 0, into.length);
  const bits = new Uint32Array(into.buffer, into.byteOffset, into.length);
  for (let i = 0; i < bits.length; i++) bits[i] = halves[i]! << 16;
}

function widenInt64(raw: ArrayBuffer, into: Float32Array): void {
  const numbers = new BigInt64Array(raw, 0, into.length);
  for (let i = 0; i < into.length; i++) into[i] = Number(numbers[i]);
}

function widenBool(raw: ArrayBuffer, into: Float32Array): void {
  const bytes = new Uint8Array(raw, 0, into.length);
  for (let i = 0; i < into.length; i++) into[i] = bytes[i] === 0 ? 0 : 1;
}
