import protobuf, { type onnx } from "onnx-proto";
import type { ByteSource } from "../../base/bytes.ts";
import { AssayError, inputError } from "../../records/errors.ts";

/** A model that has a graph, as the format's own messages. */
export interface OnnxModel extends onnx.IModelProto {
  readonly graph: onnx.IGraphProto;
}

/**
 * Reads an ONNX file. Its constants stay views into the bytes that were read, so that a large model is in
 * memory once.
 * @param file its name, for errors
 * @throws AssayError ONNX_BROKEN (exit 3) when it is not a whole ONNX file
 */
export function readOnnxModel(source: ByteSource, file: string): OnnxModel {
  const { graph, ...model } = decoded(source, file);
  if (!graph?.node?.length || !graph.output?.length) throw brokenModel(file, "it has no graph");
  return { ...model, graph };
}

function decoded(source: ByteSource, file: string): onnx.IModelProto {
  try {
    return protobuf.onnx.ModelProto.decode(source.read(0, source.byteLength));
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw brokenModel(file, "its bytes are no protobuf message", cause);
  }
}

/** The error for a file that is no ONNX model, with what is wrong with it. */
export function brokenModel(file: string, what: string, cause?: unknown): AssayError {
  return inputError("ONNX_BROKEN", {
    what: `${file} is not a whole ONNX model: ${what}`,
    remedy: "Export it or fetch it again",
    cause,
  });
}
