import { inputError } from "../records/errors.ts";
import { ELEMENT_TYPES } from "./onnx/element_type.ts";
import { tensorsOf } from "./onnx/graph_tensors.ts";
import type { OnnxModel } from "./onnx/onnx_file.ts";

const FLOAT32 = ELEMENT_TYPES.float32.code;

/**
 * Checks that no constant contains NaN. Infinities are used as masks and allowed.
 * @throws AssayError WEIGHTS_NOT_FINITE (exit 3)
 */
export function requireNumbers({ graph }: OnnxModel, file: string): void {
  for (const { name, dataType, rawData, floatData } of tensorsOf(graph)) {
    if (dataType !== FLOAT32) continue;
    const numbers = rawData?.length
      ? new Float32Array(Uint8Array.from(rawData).buffer, 0, rawData.length >> 2)
      : floatData ?? [];
    if (!numbers.some(Number.isNaN)) continue;
    throw inputError("WEIGHTS_NOT_FINITE", {
      what: `constant ${name} in ${file} contains NaN`,
      remedy: "Train or export the model again: it cannot compute scores",
    });
  }
}
