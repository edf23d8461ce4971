import type { onnx } from "onnx-proto";
import { compareCodePoints } from "../../base/text/compare_code_points.ts";

/** `TensorProto.DataLocation`. */
const EXTERNAL = 1;

/** Lists all constants of a graph, including those in nodes and nested graphs. */
export function* tensorsOf(graph: onnx.IGraphProto): Generator<onnx.ITensorProto> {
  yield* graph.initializer ?? [];
  yield* innerTensorsOf(graph);
}

/** Lists the constants of a graph that are not its own initialisers: sparse ones, and those inside nodes. */
export function* innerTensorsOf(graph: onnx.IGraphProto): Generator<onnx.ITensorProto> {
  for (const { values, indices } of graph.sparseInitializer ?? []) {
    if (values) yield values;
    if (indices) yield indices;
  }
  for (const node of graph.node ?? []) {
    for (const { t, tensors, g, graphs } of node.attribute ?? []) {
      if (t) yield t;
      yield* tensors ?? [];
      for (const inner of [...(g ? [g] : []), ...graphs ?? []]) yield* tensorsOf(inner);
    }
  }
}

/** Tells whether the elements of a constant are in another file. */
export function isExternal({ dataLocation, externalData }: onnx.ITensorProto): boolean {
  return dataLocation === EXTERNAL || Boolean(externalData?.length);
}

/** Returns an entry of a constant's external data, such as its `location`; `null`: it has none. */
export function externalEntry({ externalData }: onnx.ITensorProto, key: string): string | null {
  return externalData?.find((entry) => entry.key === key)?.value ?? null;
}

/** Lists the files that contain constants of a graph, as it names them, each once, sorted. */
export function externalFilesOf(graph: onnx.IGraphProto): readonly string[] {
  const names = new Set<string>();
  for (const tensor of tensorsOf(graph)) {
    if (isExternal(tensor)) names.add(externalEntry(tensor, "location") ?? "");
  }
  return [...names].sort(compareCodePoints);
}
