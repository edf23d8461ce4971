import protobuf, { type onnx } from "onnx-proto";
import type { ByteSink } from "../../base/bytes.ts";
import { ELEMENT_TYPES } from "./element_type.ts";
import {
  checkNumbers,
  type Graph,
  type GraphAttribute,
  type GraphNode,
  type Initialiser,
  type Value,
} from "./graph_builder.ts";
import { OPSET } from "./operators.ts";

/** Version of the file format that matches the operator set. */
const IR_VERSION = 8;

/** Protobuf tags of fields that contain bytes: the field's number, and wire type 2. */
const MODEL_GRAPH = (7 << 3) | 2;
const GRAPH_INITIALISER = (5 << 3) | 2;
const TENSOR_RAW_DATA = (9 << 3) | 2;

/** Longest protobuf message, bytes. */
const LONGEST_MESSAGE = 2 ** 31 - 1;

/**
 * Writes a graph as an ONNX file. Constants are created and written one at a time, since their lengths follow
 * from their types, so a model's weights are never in memory twice. Equal graphs give equal bytes.
 * @throws RangeError when a constant's elements do not fill its shape or the file would exceed 2 GiB
 */
export function writeModel(graph: Graph, sink: ByteSink): void {
  const head = graphHead(graph);
  const constants = graph.initialisers.map((initialiser) => ({
    initialiser,
    head: tensorHead(initialiser),
  }));
  const length = constants.reduce(
    (total, { initialiser, head }) => total + head.length + byteLength(initialiser),
    head.length,
  );
  if (length > LONGEST_MESSAGE) throw new RangeError(`graph ${graph.name} has ${length} bytes`);
  sink.write(modelHead(length));
  sink.write(head);
  for (const { initialiser, head } of constants) {
    sink.write(head);
    sink.write(rawData(initialiser));
  }
}

/** Encodes the model's message up to its graph, which comes last. */
function modelHead(graphLength: number): Uint8Array {
  return protobuf.onnx.ModelProto.encode({
    irVersion: IR_VERSION,
    producerName: "assay",
    opsetImport: [{ domain: "", version: OPSET }],
  }).uint32(MODEL_GRAPH).uint32(graphLength).finish();
}

function graphHead({ name, nodes, inputs, outputs }: Graph): Uint8Array {
  return protobuf.onnx.GraphProto.encode({
    name,
    node: nodes.map(nodeMessage),
    input: inputs.map(valueMessage),
    output: outputs.map(valueMessage),
  }).finish();
}

/** Encodes a constant's message, wrapped as a field of the graph, up to its elements. */
function tensorHead(initialiser: Initialiser): Uint8Array {
  const { name, type, shape } = initialiser;
  const head = protobuf.onnx.TensorProto.encode({
    name,
    dims: [...shape],
    dataType: ELEMENT_TYPES[type].code,
  }).uint32(TENSOR_RAW_DATA).uint32(byteLength(initialiser)).finish();
  const wrapping = protobuf.onnx.TensorProto.encode({})
    .uint32(GRAPH_INITIALISER).uint32(head.length + byteLength(initialiser)).finish();
  return new Uint8Array([...wrapping, ...head]);
}

function byteLength({ type, shape }: Initialiser): number {
  return shape.reduce((total, side) => total * side, ELEMENT_TYPES[type].bytes);
}

function rawData(initialiser: Initialiser): Uint8Array {
  const { data } = initialiser;
  const numbers = typeof data === "function" ? data() : data;
  checkNumbers(initialiser, numbers);
  return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
}

function nodeMessage({ name, operator, inputs, attributes }: GraphNode): onnx.INodeProto {
  return {
    name,
    opType: operator,
    input: [...inputs],
    output: [name],
    attribute: attributes.map(attributeMessage),
  };
}

function attributeMessage(attribute: GraphAttribute): onnx.IAttributeProto {
  const { AttributeType } = protobuf.onnx.AttributeProto;
  const { name, kind, value } = attribute;
  switch (kind) {
    case "int":
      return { name, type: AttributeType.INT, i: value };
    case "float":
      return { name, type: AttributeType.FLOAT, f: value };
    case "ints":
      return { name, type: AttributeType.INTS, ints: [...value] };
    case "string":
      return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) };
    case "type":
      return { name, type: AttributeType.INT, i: ELEMENT_TYPES[value].code };
    default:
      return kind satisfies never;
  }
}

function valueMessage({ name, type, shape }: Value): onnx.IValueInfoProto {
  return {
    name,
    type: {
      tensorType: {
        elemType: ELEMENT_TYPES[type].code,
        shape: {
          dim: shape.map((side) =>
            typeof side === "number" ? { dimValue: side } : { dimParam: side }
          ),
        },
      },
    },
  };
}
