import { Builder } from "flatbuffers";

/** A float32 tensor for `madeTflite`; without values it is an activation. */
export interface MadeTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | null;
}

/** A small TensorFlow Lite file: tensors, and one CONV_2D from the first to the last of them. */
export function madeTflite(tensors: readonly MadeTensor[]): Uint8Array {
  const builder = new Builder(1024);
  const buffers = offsets(builder, [
    table(builder, {}), // the schema keeps the first buffer empty
    ...tensors.map(({ values }) =>
      table(builder, values ? { 0: byteVector(builder, new Uint8Array(values.buffer)) } : {})
    ),
  ]);
  const tensorTables = offsets(
    builder,
    tensors.map(({ name, shape }, i) =>
      table(builder, {
        0: integerVector(builder, shape),
        2: { integer: i + 1 },
        3: builder.createString(name),
      })
    ),
  );
  const operator = table(builder, {
    1: integerVector(builder, [0, -1]),
    2: integerVector(builder, [tensors.length - 1]),
  });
  const graph = table(builder, { 0: tensorTables, 3: offsets(builder, [operator]) });
  const code = table(builder, { 3: { integer: 3 } });
  const model = table(builder, {
    0: { integer: 3 },
    1: offsets(builder, [code]),
    2: offsets(builder, [graph]),
    4: buffers,
  });
  builder.finish(model, "TFL3");
  return builder.asUint8Array().slice();
}

/** A table whose slots hold offsets or integers. */
function table(
  builder: Builder,
  slots: Readonly<Record<number, number | { readonly integer: number }>>,
): number {
  builder.startObject(5);
  for (const [slot, value] of Object.entries(slots)) {
    if (typeof value === "number") builder.addFieldOffset(Number(slot), value, 0);
    else builder.addFieldInt32(Number(slot), value.integer, 0);
  }
  return builder.endObject();
}

function offsets(builder: Builder, tables: readonly number[]): number {
  builder.startVector(4, tables.length, 4);
  for (const position of tables.toReversed()) builder.addOffset(position);
  return builder.endVector();
}

function integerVector(builder: Builder, numbers: readonly number[]): number {
  builder.startVector(4, numbers.length, 4);
  for (const number of numbers.toReversed()) builder.addInt32(number);
  return builder.endVector();
}

function byteVector(builder: Builder, bytes: Uint8Array): number {
  builder.startVector(1, bytes.length, 4);
  for (const byte of bytes.toReversed()) builder.addInt8(byte);
  return builder.endVector();
}
