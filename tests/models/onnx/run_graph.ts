import { loadRuntime } from "../../../src/platform/onnxruntime/onnx_session.ts";
import type { ElementArray } from "../../../src/models/onnx/element_type.ts";
import type { Graph } from "../../../src/models/onnx/graph_builder.ts";
import { writeModel } from "../../../src/models/onnx/model_writer.ts";

/** A tensor as ONNX Runtime takes and gives it. */
export interface RunTensor {
  readonly type: string;
  readonly data: ElementArray;
  readonly dims: readonly number[];
}

/** The bytes of a graph's ONNX file. */
export function modelBytes(graph: Graph): Uint8Array {
  const pieces: Uint8Array[] = [];
  writeModel(graph, { write: (bytes) => void pieces.push(bytes.slice()) });
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Runs a graph in ONNX Runtime, as it is written, without optimisation. */
export async function runGraph(
  graph: Graph,
  feeds: Readonly<Record<string, Omit<RunTensor, "type">>>,
): Promise<Record<string, RunTensor>> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const session = await InferenceSession.create(modelBytes(graph), {
    graphOptimizationLevel: "disabled",
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  try {
    const tensors = Object.entries(feeds).map(([name, { data, dims }]) => {
      const value = graph.inputs.find((input) => input.name === name);
      if (value === undefined) throw new Error(`no input ${name}`);
      return [name, new Tensor(value.type as "float32", data as Float32Array, dims)] as const;
    });
    return await session.run(Object.fromEntries(tensors)) as unknown as Record<string, RunTensor>;
  } finally {
    await session.release();
  }
}
