import { ByteBuffer } from "flatbuffers";
import type { ByteSource } from "../../base/bytes.ts";
import { inputError } from "../../records/errors.ts";

/** A constant or an activation of a TensorFlow Lite model. */
export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** `TensorType` of the schema: 0 is float32, 1 float16, 2 int32, 3 uint8, 4 int64. */
  readonly type: number;
  /** Constant's bytes, little-endian, row-major, a view of the file; `null` for an activation. */
  readonly data: Uint8Array | null;
}

/** An operator of the model. */
export interface TfliteOperator {
  /** `BuiltinOperator` of the schema, such as 3 for CONV_2D. */
  readonly code: number;
  /** Tensor indices; -1 is an omitted optional input. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

/** The first subgraph of a TensorFlow Lite model. */
export interface TfliteModel {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
}

/** Code of float32 in the schema. */
const TFLITE_FLOAT32 = 0;

/**
 * Reads tensors and operators of a TensorFlow Lite file (flatbuffer schema version 3,
 * https://github.com/tensorflow/tensorflow/blob/v2.16.1/tensorflow/compiler/mlir/lite/schema/schema.fbs).
 * @param name of the file, for errors
 * @throws AssayError TFLITE_BROKEN (exit 3) for anything that is not a complete file of this format
 */
export function readTflite(source: ByteSource, name: string): TfliteModel {
  try {
    const file = new ByteBuffer(source.read(0, source.byteLength));
    return readModel(file);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw inputError("TFLITE_BROKEN", {
      what: `${name} is not a valid TensorFlow Lite model: ${cause.message}`,
      remedy: "Delete .assay/packages and run `deno task setup`",
      cause,
    });
  }
}

/** Copies the numbers of a constant. @throws RangeError unless it is a float32 constant that fills its shape */
export function float32Values(tensor: TfliteTensor): Float32Array<ArrayBuffer> {
  const { data, name, shape, type } = tensor;
  const count = shape.reduce((product, side) => product * side, 1);
  if (type !== TFLITE_FLOAT32 || data === null) {
    throw new RangeError(`tensor ${name} is not a float32 constant`);
  }
  if (data.length !== 4 * count) {
    throw new RangeError(`tensor ${name} has ${data.length} bytes for [${shape.join(", ")}]`);
  }
  return new Float32Array(data.slice().buffer); // sliced, since a view may be unaligned
}

/** Fields of the schema's tables, in the order of their declaration. */
const MODEL = { version: 0, operatorCodes: 1, subgraphs: 2, buffers: 4 } as const;
const OPERATOR_CODE = { deprecatedBuiltinCode: 0, builtinCode: 3 } as const;
const SUBGRAPH = { tensors: 0, operators: 3 } as const;
const TENSOR = { shape: 0, type: 1, buffer: 2, name: 3 } as const;
const OPERATOR = { opcodeIndex: 0, inputs: 1, outputs: 2 } as const;
const BUFFER = { data: 0 } as const;

function readModel(file: ByteBuffer): TfliteModel {
  requireBytes(file, { at: 0, length: 8 });
  if (!file.__has_identifier("TFL3")) throw new RangeError("its identifier is not TFL3");
  const model = indirect(file, 0);
  const buffers = tables(file, { table: model, slot: MODEL.buffers }).map((buffer) =>
    vectorBytes(file, { table: buffer, slot: BUFFER.data })
  );
  const codes = tables(file, { table: model, slot: MODEL.operatorCodes }).map((table) =>
    Math.max(
      scalar(file, { table, slot: OPERATOR_CODE.deprecatedBuiltinCode, bytes: 1 }),
      scalar(file, { table, slot: OPERATOR_CODE.builtinCode, bytes: 4 }),
    )
  );
  const [graph] = tables(file, { table: model, slot: MODEL.subgraphs });
  if (graph === undefined) throw new RangeError("it has no subgraph");
  return {
    tensors: tables(file, { table: graph, slot: SUBGRAPH.tensors }).map((table) =>
      readTensor(file, { table, buffers })
    ),
    operators: tables(file, { table: graph, slot: SUBGRAPH.operators }).map((table) =>
      readOperator(file, { table, codes })
    ),
  };
}

function readTensor(
  file: ByteBuffer,
  { table, buffers }: { table: number; buffers: readonly (Uint8Array | null)[] },
): TfliteTensor {
  const buffer = scalar(file, { table, slot: TENSOR.buffer, bytes: 4 });
  const name = vectorBytes(file, { table, slot: TENSOR.name });
  return {
    name: name === null ? "" : new TextDecoder().decode(name),
    shape: integers(file, { table, slot: TENSOR.shape }),
    type: scalar(file, { table, slot: TENSOR.type, bytes: 1 }),
    data: at(buffers, buffer),
  };
}

function readOperator(
  file: ByteBuffer,
  { table, codes }: { table: number; codes: readonly number[] },
): TfliteOperator {
  return {
    code: at(codes, scalar(file, { table, slot: OPERATOR.opcodeIndex, bytes: 4 })),
    inputs: integers(file, { table, slot: OPERATOR.inputs }),
    outputs: integers(file, { table, slot: OPERATOR.outputs }),
  };
}

/** A field of a table: offset of the table and slot in its schema. */
interface Field {
  readonly table: number;
  readonly slot: number;
}

/** Returns the offset of a field's value; 0 when the table omits it. The library checks no bounds. */
function locate(file: ByteBuffer, { table, slot }: Field): number {
  const vtable = table - file.readInt32(table);
  requireBytes(file, { at: vtable, length: 4 });
  requireBytes(file, { at: vtable, length: file.readUint16(vtable) });
  const offset = file.__offset(table, 4 + 2 * slot);
  return offset === 0 ? 0 : table + offset;
}

/** Reads a signed integer of 1 or 4 bytes; 0, the schema's default, when it is omitted. */
function scalar(file: ByteBuffer, field: Field & { readonly bytes: 1 | 4 }): number {
  const at = locate(file, field);
  if (at === 0) return 0;
  requireBytes(file, { at, length: field.bytes });
  return field.bytes === 1 ? file.readInt8(at) : file.readInt32(at);
}

/** Returns start and length of a vector whose elements have `size` bytes; `null` when it is omitted. */
function vector(
  file: ByteBuffer,
  field: Field & { readonly size: number },
): { start: number; length: number } | null {
  const position = locate(file, field);
  if (position === 0) return null;
  const head = indirect(file, position);
  const start = head + 4;
  const length = file.readUint32(head);
  requireBytes(file, { at: start, length: length * field.size });
  return { start, length };
}

function vectorBytes(file: ByteBuffer, field: Field): Uint8Array | null {
  const found = vector(file, { ...field, size: 1 });
  return found && file.bytes().subarray(found.start, found.start + found.length);
}

function integers(file: ByteBuffer, field: Field): number[] {
  const { start, length } = vector(file, { ...field, size: 4 }) ?? { start: 0, length: 0 };
  return Array.from({ length }, (_, i) => file.readInt32(start + 4 * i));
}

/** Returns the offsets of the tables that a vector points to. */
function tables(file: ByteBuffer, field: Field): number[] {
  const { start, length } = vector(file, { ...field, size: 4 }) ?? { start: 0, length: 0 };
  return Array.from({ length }, (_, i) => indirect(file, start + 4 * i));
}

/** Follows an offset to at least four bytes. */
function indirect(file: ByteBuffer, position: number): number {
  requireBytes(file, { at: position, length: 4 });
  const target = position + file.readUint32(position);
  requireBytes(file, { at: target, length: 4 });
  return target;
}

function requireBytes(file: ByteBuffer, { at, length }: { at: number; length: number }): void {
  const end = at + length;
  if (at < 0 || end > file.capacity()) {
    throw new RangeError(`an offset points to byte ${end} of ${file.capacity()}`);
  }
}

function at<T>(list: readonly T[], index: number): T {
  if (index < 0 || index >= list.length) {
    throw new RangeError(`it refers to element ${index} of ${list.length}`);
  }
  return list[index]!;
}
