import type { onnx } from "onnx-proto";
import { type GraphEdits, NO_EDITS } from "./edit_model.ts";
import type { OnnxModel } from "./onnx_file.ts";

const FREE: onnx.TensorShapeProto.IDimension = { dimParam: "batch" };

/**
 * Makes the edits that free the first axis of a graph's inputs and outputs. Whether the graph computes the same
 * then must be tried: nodes inside may rely on the fixed size.
 */
export function freeBatchEdits({ graph }: OnnxModel, batch: number): GraphEdits {
  const constants = new Set(graph.initializer?.map(({ name }) => name)); // older files list them as inputs
  const free = (values: readonly onnx.IValueInfoProto[] | null | undefined) =>
    new Map(
      (values ?? []).filter(({ name }) => !constants.has(name))
        .map((value) => [value.name ?? "", freed(value, batch)] as const),
    );
  return {
    ...NO_EDITS,
    inputs: free(graph.input),
    outputs: free(graph.output),
    forgetsShapes: true,
  };
}

/** Frees the first dimension where it is the batch; any other shape is left out. */
function freed({ type, ...value }: onnx.IValueInfoProto, batch: number): onnx.IValueInfoProto {
  const tensor = type?.tensorType;
  const [first, ...sides] = tensor?.shape?.dim ?? [];
  const isBatch = first !== undefined && Number(first.dimValue ?? 0) === batch;
  const shape = isBatch ? { dim: [FREE, ...sides] } : null;
  return { ...value, type: { tensorType: { elemType: tensor?.elemType ?? 0, shape } } };
}
