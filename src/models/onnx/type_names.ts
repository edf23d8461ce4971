/** Names of the element types of the format, by code (`TensorProto.DataType`). */
const TYPE_NAMES: readonly (string | null)[] = [
  null,
  "float32",
  "uint8",
  "int8",
  "uint16",
  "int16",
  "int32",
  "int64",
  "string",
  "bool",
  "float16",
  "float64",
  "uint32",
  "uint64",
  "complex64",
  "complex128",
  "bfloat16",
];

/** Names an element type by its code in the format; rare ones are named by the code itself. */
export function typeName(code: number | null | undefined): string {
  return TYPE_NAMES[code ?? 0] ?? `of type ${code ?? 0}`;
}
