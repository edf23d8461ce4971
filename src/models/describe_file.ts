import { openFileSource } from "../platform/files/file_source.ts";
import { describeGraph, type GraphDescription } from "./onnx/describe_graph.ts";
import { readOnnxModel } from "./onnx/onnx_file.ts";

/**
 * Describes an ONNX file.
 * @param file its name, for errors
 * @throws AssayError (exit 3) FILE_NOT_READ, ONNX_BROKEN
 */
export function describeFile(path: string, file: string): GraphDescription {
  const source = openFileSource(path);
  try {
    return describeGraph(readOnnxModel(source, file));
  } finally {
    source.close();
  }
}
