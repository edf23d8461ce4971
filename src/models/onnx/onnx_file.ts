import protobuf, { type onnx } from "onnx-proto";
import type { ByteSource } from "../../base/bytes.ts";
import { AssayError, inputError } from "../../records/errors.ts";
import { type ForeignFile, foreignFile } from "./foreign_file.ts";

/** A model with a graph, as protobuf messages. */
export interface OnnxModel extends onnx.IModelProto {
  readonly graph: onnx.IGraphProto;
}

/**
 * Reads an ONNX file. Constants stay views into the file's bytes, so that a large model is in memory once.
 * @param file its name, for errors
 * @throws AssayError ONNX_BROKEN (exit 3) when it is not a complete ONNX file; other kinds of files are named
 */
export function readOnnxModel(source: ByteSource, file: string): OnnxModel {
  const foreign = foreignFile(source);
  if (foreign !== null) throw foreignError(file, foreign);
  const { graph, ...model } = decoded(source, file);
  if (!graph?.node?.length || !graph.output?.length) throw brokenModel(file, "it has no graph");
  return { ...model, graph };
}

function decoded(source: ByteSource, file: string): onnx.IModelProto {
  try {
    return protobuf.onnx.ModelProto.decode(source.read(0, source.byteLength));
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    throw brokenModel(file, "it cannot be parsed as protobuf", cause);
  }
}

function foreignError(file: string, { what, remedy }: ForeignFile): AssayError {
  return inputError("ONNX_BROKEN", { what: `${file} is ${what}`, remedy });
}

/** Makes the error for a file that is not a valid ONNX model. */
export function brokenModel(file: string, what: string, cause?: unknown): AssayError {
  return inputError("ONNX_BROKEN", {
    what: `${file} is not a valid ONNX model: ${what}`,
    remedy: "Export it or download it again",
    cause,
  });
}
