import { basename } from "node:path";
import {
  type HalfPrecisionReport,
  toHalfPrecision,
} from "./onnx/half_precision/to_half_precision.ts";
import { writeThroughSink } from "../platform/files/file_sink.ts";
import { openFileSource } from "../platform/files/file_source.ts";

/**
 * Writes the float16 form of a float32 ONNX file, atomically; see `toHalfPrecision`.
 * @param path of the float32 file
 * @param target path of the new file
 * @throws AssayError FILE_NOT_READ, ONNX_BROKEN or ONNX_NOT_CONVERTIBLE (exit 3)
 */
export async function buildHalfPrecision(
  path: string,
  target: string,
): Promise<HalfPrecisionReport> {
  const source = openFileSource(path);
  try {
    const reports: HalfPrecisionReport[] = [];
    await writeThroughSink(
      target,
      (sink) => void reports.push(toHalfPrecision(source, { file: basename(path), sink })),
    );
    return reports[0]!;
  } finally {
    source.close();
  }
}
