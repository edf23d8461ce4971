import protobuf, { type onnx } from "onnx-proto";
import { memorySource } from "../../../../src/base/bytes.ts";
import {
  type HalfPrecisionReport,
  toHalfPrecision,
} from "../../../../src/models/onnx/half_precision/to_half_precision.ts";

/** Codes of element types, as the format has them. */
export const TYPES = { float32: 1, int64: 7, bool: 9, float16: 10 } as const;

/** A model as some exporter may write it. */
export interface MadeModel {
  readonly nodes: readonly onnx.INodeProto[];
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs: readonly string[];
  readonly constants?: readonly onnx.ITensorProto[];
  readonly opset?: number;
  readonly irVersion?: number;
  /** Whatever else the graph or the model holds. */
  readonly graph?: onnx.IGraphProto;
  readonly model?: onnx.IModelProto;
}

/** The bytes of a model whose inputs are float32; its outputs are said to be, with any shape. */
export function madeModel(made: MadeModel): Uint8Array {
  const { nodes, inputs, outputs, constants = [], opset = 18, irVersion = 8 } = made;
  return protobuf.onnx.ModelProto.encode({
    irVersion,
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      name: "made",
      node: [...nodes],
      input: Object.entries(inputs).map(([name, shape]) => valueInfo(name, shape)),
      output: outputs.map((name) => ({ name, type: { tensorType: { elemType: 1 } } })),
      initializer: [...constants],
      ...made.graph,
    },
    ...made.model,
  }).finish();
}

export function valueInfo(name: string, shape: readonly (number | string)[]): onnx.IValueInfoProto {
  const dim = shape.map((side) =>
    typeof side === "number" ? { dimValue: side } : { dimParam: side }
  );
  return { name, type: { tensorType: { elemType: 1, shape: { dim } } } };
}

/** A float32 constant, its numbers as bytes. */
export function floats(name: string, dims: number[], numbers: readonly number[]) {
  return { name, dims, dataType: 1, rawData: new Uint8Array(Float32Array.from(numbers).buffer) };
}

export function integers(name: string, numbers: readonly number[]): onnx.ITensorProto {
  const rawData = new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
  return { name, dims: [numbers.length], dataType: 7, rawData };
}

export function node(
  opType: string,
  input: string[],
  output: string[],
  attributes: Readonly<Record<string, number | number[] | string>> = {},
): onnx.INodeProto {
  return { opType, input, output, attribute: Object.entries(attributes).map(attribute) };
}

function attribute([name, value]: [string, number | number[] | string]): onnx.IAttributeProto {
  const { AttributeType } = protobuf.onnx.AttributeProto;
  if (Array.isArray(value)) return { name, type: AttributeType.INTS, ints: value };
  if (typeof value === "string") {
    return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  }
  return { name, type: AttributeType.INT, i: value };
}

/** A converted model, its graph for looking at. */
export interface Converted {
  readonly bytes: Uint8Array;
  readonly graph: onnx.IGraphProto;
  readonly report: HalfPrecisionReport;
  /** Nodes by the operator. */
  readonly of: (operator: string) => onnx.INodeProto[];
  /** The code of a constant's type; undefined when it is gone. */
  readonly typeOf: (constant: string) => number | null | undefined;
}

export function converted(original: Uint8Array): Converted {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const report = toHalfPrecision(memorySource(original), {
    file: "made.onnx",
    sink: { write: (piece) => void pieces.push(piece.slice()) },
  });
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const graph = protobuf.onnx.ModelProto.decode(bytes).graph as onnx.IGraphProto;
  return {
    bytes,
    graph,
    report,
    of: (operator) => (graph.node ?? []).filter(({ opType }) => opType === operator),
    typeOf: (constant) => graph.initializer?.find(({ name }) => name === constant)?.dataType,
  };
}

/** Casts whose input comes from another cast. */
export function cascades({ graph, of }: Pick<Converted, "graph" | "of">): string[] {
  const casts = new Set(of("Cast").flatMap(({ output }) => output ?? []));
  return (graph.node ?? [])
    .filter(({ opType, input }) => opType === "Cast" && casts.has(input?.[0] ?? ""))
    .map(({ output }) => output?.[0] ?? "");
}
