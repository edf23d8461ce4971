import protobuf, { type onnx } from "onnx-proto";
import { type ByteSink, joinBytes } from "../../base/bytes.ts";
import { field, LONGEST_MESSAGE, type StreamedTensor } from "./model_stream.ts";
import { renamedNode } from "./rename_values.ts";
import { type WireField, wireFields } from "./wire_fields.ts";

/** Numbers of fields in the format. */
const MODEL_GRAPH = 7;
const GRAPH_NODE = 1;
const GRAPH_INITIALISER = 5;
const GRAPH_INPUT = 11;
const GRAPH_OUTPUT = 12;
const GRAPH_VALUE_INFO = 13;

/** Changes to a model's graph. Everything else is copied byte for byte. */
export interface GraphEdits {
  /** Nodes in front of all others, and behind them. */
  readonly before: readonly onnx.INodeProto[];
  readonly after: readonly onnx.INodeProto[];
  /** Inputs and outputs in place of the file's, by the name that these have. */
  readonly inputs: ReadonlyMap<string, onnx.IValueInfoProto>;
  readonly outputs: ReadonlyMap<string, onnx.IValueInfoProto>;
  /** New names of values inside the graph; inputs and outputs of the graph keep theirs. */
  readonly renamed: ReadonlyMap<string, string>;
  /** Whether the declared shapes of values inside are left out, because they are no longer true. */
  readonly forgetsShapes: boolean;
  /** Gives the constant in place of one; `null`: it is kept. */
  readonly constant: (tensor: Uint8Array) => StreamedTensor | null;
}

export const NO_EDITS: GraphEdits = {
  before: [],
  after: [],
  inputs: new Map(),
  outputs: new Map(),
  renamed: new Map(),
  forgetsShapes: false,
  constant: () => null,
};

/**
 * Writes an edited copy of an ONNX file, one constant at a time.
 * @throws RangeError when the file is broken, has several graphs, or would exceed 2 GiB
 */
export function editModel(model: Uint8Array, edits: GraphEdits, sink: ByteSink): void {
  const fields = [...wireFields(model)];
  const graphs = fields.filter(({ number }) => number === MODEL_GRAPH);
  if (graphs.length !== 1) throw new RangeError(`it has ${graphs.length} graphs`);
  const parts = [...graphParts(graphs[0]!.contents, edits)];
  const length = parts.reduce((total, { byteLength }) => total + byteLength, 0);
  if (length > LONGEST_MESSAGE) throw new RangeError(`it would have ${length} bytes`);
  for (const { number, bytes } of fields) {
    if (number !== MODEL_GRAPH) {
      sink.write(bytes);
      continue;
    }
    sink.write(header(MODEL_GRAPH, length));
    for (const part of parts) sink.write(part.message());
  }
}

function* graphParts(graph: Uint8Array, edits: GraphEdits): Generator<StreamedTensor> {
  for (const node of edits.before) yield nodePart(node);
  for (const one of wireFields(graph)) yield* fieldParts(one, edits);
  for (const node of edits.after) yield nodePart(node);
}

function* fieldParts(
  { number, bytes, contents }: WireField,
  { inputs, outputs, renamed, forgetsShapes, constant }: GraphEdits,
): Generator<StreamedTensor> {
  switch (number) {
    case GRAPH_INPUT:
    case GRAPH_OUTPUT: {
      const name = protobuf.onnx.ValueInfoProto.decode(contents).name;
      const replaced = (number === GRAPH_INPUT ? inputs : outputs).get(name);
      return yield replaced ? valuePart(number, replaced) : kept(bytes);
    }
    case GRAPH_NODE:
      return yield renamed.size === 0
        ? kept(bytes)
        : wrapped(GRAPH_NODE, renamedNode(contents, renamed));
    case GRAPH_VALUE_INFO:
      return forgetsShapes ? undefined : yield kept(bytes);
    case GRAPH_INITIALISER: {
      const replaced = constant(contents);
      if (replaced === null) return yield kept(bytes);
      yield kept(header(GRAPH_INITIALISER, replaced.byteLength));
      return yield replaced;
    }
    default:
      yield kept(bytes);
  }
}

function kept(bytes: Uint8Array): StreamedTensor {
  return { byteLength: bytes.length, message: () => bytes };
}

function nodePart(node: onnx.INodeProto): StreamedTensor {
  return wrapped(GRAPH_NODE, protobuf.onnx.NodeProto.encode(node).finish());
}

function valuePart(number: number, value: onnx.IValueInfoProto): StreamedTensor {
  return wrapped(number, protobuf.onnx.ValueInfoProto.encode(value).finish());
}

function wrapped(number: number, message: Uint8Array): StreamedTensor {
  return kept(joinBytes([header(number, message.length), message]));
}

function header(number: number, length: number): Uint8Array {
  return field((number << 3) | 2, length);
}
