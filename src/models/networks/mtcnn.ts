import { join } from "node:path";
import { memorySource } from "../../base/bytes.ts";
import { writeModel } from "../onnx/model_writer.ts";
import { onetGraph, pnetGraph, rnetGraph } from "./mtcnn_graphs.ts";
import { mtcnnWeights } from "./mtcnn_weights.ts";
import { readTflite } from "../checkpoints/tflite.ts";
import { writeThroughSink } from "../../platform/files/file_sink.ts";

const NETWORKS = { pnet: pnetGraph, rnet: rnetGraph, onet: onetGraph } as const;

/** Absolute paths of the TensorFlow Lite files with the weights. */
export type MtcnnSources = Readonly<Record<keyof typeof NETWORKS, string>>;

/**
 * Builds MTCNN's three networks as `pnet.onnx`, `rnet.onnx` and `onet.onnx`, each atomically. Equal sources
 * give equal bytes.
 * @param folder destination, such as `models/mtcnn`
 * @throws AssayError TFLITE_BROKEN or MTCNN_WEIGHTS (exit 3) when a source is not such a file
 */
export async function buildMtcnn(sources: MtcnnSources, folder: string): Promise<void> {
  for (const name of ["pnet", "rnet", "onet"] as const) {
    const bytes = await Deno.readFile(sources[name]);
    const model = readTflite(memorySource(bytes), `${name}.tflite`);
    const graph = NETWORKS[name](mtcnnWeights(model, name));
    await writeThroughSink(join(folder, `${name}.onnx`), (sink) => writeModel(graph, sink));
  }
}
