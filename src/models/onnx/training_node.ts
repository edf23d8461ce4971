import type { onnx } from "onnx-proto";
import type { OnnxModel } from "./onnx_file.ts";

/**
 * Finds a node that behaves as in training: a normalisation by the faces of the batch, or a dropout that drops.
 * @returns its operator and name; `null`: there is none
 */
export function trainingNode({ graph }: OnnxModel): string | null {
  const constants = new Map(graph.initializer?.map((tensor) => [tensor.name ?? "", tensor]));
  for (const { opType, output, attribute } of graph.node ?? []) {
    const value = opType === "Constant" ? attribute?.find(({ t }) => t)?.t : null;
    if (value) constants.set(output?.[0] ?? "", value);
  }
  const found = graph.node?.find((node) => isTraining(node, constants));
  return found === undefined ? null : `${found.opType} ${found.name || found.output?.[0]}`;
}

function isTraining(
  { opType, input, attribute }: onnx.INodeProto,
  constants: ReadonlyMap<string, onnx.ITensorProto>,
): boolean {
  if (opType === "BatchNormalization") {
    return Number(attribute?.find(({ name }) => name === "training_mode")?.i ?? 0) === 1;
  }
  const mode = opType === "Dropout" ? constants.get(input?.[2] ?? "") : undefined;
  return Boolean(mode?.rawData?.[0] ?? mode?.int32Data?.[0] ?? 0);
}
