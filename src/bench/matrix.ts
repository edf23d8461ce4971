import { rmSync } from "node:fs";
import { join } from "node:path";
import type { Provider } from "../records/provider.ts";
import { seededRandom } from "../base/numeric/statistics/seeded_random.ts";
import { GraphBuilder } from "../models/onnx/graph_builder.ts";
import { writeModel } from "../models/onnx/model_writer.ts";
import { writeThroughSink } from "../platform/files/file_sink.ts";
import { OnnxSession } from "../platform/onnxruntime/onnx_session.ts";
import { temporaryFolder } from "./folder.ts";

/** Side of the matrices: large enough that multiplying dominates, small enough for caches. */
const SIDE = 1024;

/** A matrix product, which measures the peak rate of ONNX Runtime on the machine. */
export interface MatrixProduct {
  /** Multiply-adds of one product, 1e9. */
  readonly gmac: number;
  once(): Promise<void>;
  release(): Promise<void>;
}

/** Opens the product of two square float32 matrices, the second constant like a network's weights. */
export async function openMatrixProduct(
  options: { readonly provider: Provider; readonly threads: number },
): Promise<MatrixProduct> {
  const folder = temporaryFolder();
  const numbers = pseudoRandomNumbers(SIDE * SIDE);
  try {
    const path = join(folder, "matrix.onnx");
    await writeThroughSink(path, (sink) => writeModel(product(numbers), sink));
    const session = await OnnxSession.open(path, options);
    const left = { data: numbers, dims: [SIDE, SIDE] };
    return {
      gmac: SIDE ** 3 / 1e9,
      async once() {
        await session.run({ left });
      },
      release: () => session.release(),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function product(data: Float32Array) {
  const graph = new GraphBuilder("matrix product");
  const left = graph.input("left", { type: "float32", shape: [SIDE, SIDE] });
  const right = graph.constant("right", { type: "float32", shape: [SIDE, SIDE], data });
  graph.output(graph.node("MatMul", [left, right], { name: "product" }));
  return graph.build();
}

/** Reproducible numbers between -1 and 1. */
function pseudoRandomNumbers(count: number): Float32Array {
  const below = seededRandom(1);
  return Float32Array.from({ length: count }, () => below(2001) / 1000 - 1);
}
