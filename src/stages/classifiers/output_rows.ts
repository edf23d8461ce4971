import { counted } from "../../base/text/counted.ts";
import type { TensorData } from "../../platform/onnxruntime/onnx_session.ts";
import { outputMisfit } from "./card_misfit.ts";
import type { ModelOutput } from "./model_card.ts";

interface RowOptions {
  readonly output: ModelOutput;
  /** Number of faces that were run, at least 1. */
  readonly count: number;
}

/**
 * Splits a network's output into rows, one per face: `[count][columns]`. Exporters give one number per face in
 * many shapes, `[N]`, `[N, 1]`, `[N, 1, 1, 1]` or a scalar of one face; dimensions of 1 make no difference.
 * @returns a clause for an error message when the output is anything else
 */
export function outputRows(
  { data, dims }: TensorData,
  { output, count }: RowOptions,
): readonly Float32Array[] | string {
  const sides = dims.filter((side) => side !== 1);
  const rows = count === 1 ? 1 : sides.shift() ?? 1;
  if (!(data instanceof Float32Array) || rows !== count || sides.length > 1 || data.length === 0) {
    return `output "${output.name}" [${dims.join(", ")}] is not one row of float32 for each of ` +
      counted(count, "face");
  }
  const columns = data.length / count;
  const misfit = outputMisfit(output, columns);
  if (misfit !== null) return misfit;
  return Array.from(
    { length: count },
    (_, row) => data.subarray(row * columns, (row + 1) * columns),
  );
}
