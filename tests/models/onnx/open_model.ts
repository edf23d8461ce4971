import { loadRuntime } from "../../../src/platform/onnxruntime/onnx_session.ts";
import type { Graph } from "../../../src/models/onnx/graph_builder.ts";
import { modelBytes, type RunTensor } from "./run_graph.ts";

/** A loaded network. */
export interface OpenModel {
  run(
    feeds: Readonly<Record<string, Omit<RunTensor, "type">>>,
  ): Promise<Record<string, RunTensor>>;
}

/**
 * Loads a model as users do, with ONNX Runtime's default optimisation, for as long as `use` takes.
 * @param model a graph, the bytes of a file, or its path
 */
export async function withModel<T>(
  model: Graph | Uint8Array | string,
  use: (model: OpenModel) => Promise<T>,
): Promise<T> {
  const { InferenceSession, Tensor } = await loadRuntime();
  const options = {
    intraOpNumThreads: 1,
    enableMemPattern: false,
    logSeverityLevel: 4,
  } as const;
  const session = typeof model === "string"
    ? await InferenceSession.create(model, options)
    : await InferenceSession.create(
      model instanceof Uint8Array ? model : modelBytes(model),
      options,
    );
  try {
    return await use({
      async run(feeds) {
        const tensors = Object.entries(feeds).map(([name, { data, dims }]) =>
          [name, new Tensor(data as Float32Array, dims)] as const
        );
        return await session.run(Object.fromEntries(tensors)) as unknown as Record<
          string,
          RunTensor
        >;
      },
    });
  } finally {
    await session.release();
  }
}
