/** Writes mine.onnx, a network that stands for one of yours: P(fake) from the mean colour of a face. */
import { fileURLToPath } from "node:url";
import { GraphBuilder } from "../../src/models/onnx/graph_builder.ts";
import { writeModel } from "../../src/models/onnx/model_writer.ts";
import { writeThroughSink } from "../../src/platform/files/file_sink.ts";

/** Width and height of the faces, pixels. */
const SIZE = 64;

const graph = new GraphBuilder("mine");
const image = graph.input("image", { type: "float32", shape: ["batch", 3, SIZE, SIZE] });
const weight = graph.constant("weight", {
  type: "float32",
  shape: [1, 3, 1, 1],
  data: Float32Array.of(1.5, -2.5, 0.5),
});
const coloured = graph.node("Conv", [image, weight], { kernel_shape: [1, 1] }); // [batch, 1, SIZE, SIZE]
const mean = graph.node("GlobalAveragePool", [coloured]); // [batch, 1, 1, 1]
graph.output(graph.node("Flatten", [mean], { name: "logit" })); // [batch, 1]

const path = fileURLToPath(new URL("./mine.onnx", import.meta.url));
await writeThroughSink(path, (sink) => writeModel(graph.build(), sink));
