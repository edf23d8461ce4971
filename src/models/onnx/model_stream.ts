import protobuf, { type onnx } from "onnx-proto";
import type { ByteSink } from "../../base/bytes.ts";

/** A constant whose message is created only when it is written. */
export interface StreamedTensor {
  /** Length of the message, bytes. */
  readonly byteLength: number;
  /** Creates the complete `TensorProto` of that length. */
  message(): Uint8Array;
}

/** Protobuf tags of fields that contain messages: the field's number, and wire type 2. */
const MODEL_GRAPH = (7 << 3) | 2;
const GRAPH_INITIALISER = (5 << 3) | 2;

/** Longest protobuf message, bytes. */
export const LONGEST_MESSAGE = 2 ** 31 - 1;

/**
 * Writes a model as an ONNX file, one constant at a time, so that they are never all in memory.
 * @param model whose graph has no constants
 * @throws RangeError when the file would exceed 2 GiB
 */
export function streamModel(
  { graph, ...model }: onnx.IModelProto & { readonly graph: onnx.IGraphProto },
  tensors: readonly StreamedTensor[],
  sink: ByteSink,
): void {
  const graphHead = protobuf.onnx.GraphProto.encode(graph).finish();
  const wrappings = tensors.map(({ byteLength }) => field(GRAPH_INITIALISER, byteLength));
  const length = tensors.reduce(
    (total, { byteLength }, i) => total + wrappings[i]!.length + byteLength,
    graphHead.length,
  );
  if (length > LONGEST_MESSAGE) throw new RangeError(`the model would have ${length} bytes`);
  sink.write(protobuf.onnx.ModelProto.encode(model).finish());
  sink.write(field(MODEL_GRAPH, length));
  sink.write(graphHead);
  for (const [i, tensor] of tensors.entries()) {
    sink.write(wrappings[i]!);
    sink.write(tensor.message());
  }
}

/** Encodes the header of a field that contains a message. */
export function field(tag: number, byteLength: number): Uint8Array {
  return protobuf.onnx.TensorProto.encode({}).uint32(tag).uint32(byteLength).finish();
}
