import { deepEqual as same, ok } from "node:assert/strict";
import { GraphBuilder } from "../../../src/models/onnx/graph_builder.ts";
import { writeModel } from "../../../src/models/onnx/model_writer.ts";
import { writeThroughSink } from "../../../src/platform/files/file_sink.ts";
import {
  countNodePlacement,
  countNodes,
} from "../../../src/platform/onnxruntime/node_placement.ts";
import { inTemporaryHome } from "../../temporary_home.ts";

Deno.test("every node is counted once, under the provider that ran it", () => {
  const events = [
    { cat: "Session", name: "model_run" },
    { cat: "Node", name: "conv_kernel_time", args: { provider: "CUDAExecutionProvider" } },
    { cat: "Node", name: "conv_kernel_time", args: { provider: "CUDAExecutionProvider" } },
    { cat: "Node", name: "shape_kernel_time", args: { provider: "CPUExecutionProvider" } },
    { cat: "Node", name: "conv_fence_before" },
  ];
  same(countNodes(events, "cuda"), { own: 1, elsewhere: 1 });
  same(countNodes(events, "cpu"), { own: 1, elsewhere: 1 });
  same(countNodes([], "cuda"), { own: 0, elsewhere: 0 });
});

Deno.test("on the CPU every node of a network runs on the CPU, and nothing is left behind", () =>
  inTemporaryHome(async (home) => {
    const graph = new GraphBuilder("two");
    const x = graph.input("x", { type: "float32", shape: ["batch", 4] });
    const sines = graph.node("Sigmoid", [x]);
    graph.output(graph.node("ReduceMean", [sines, graph.integers([1])], { name: "y" }));
    const path = `${home}/two.onnx`;
    await writeThroughSink(path, (sink) => writeModel(graph.build(), sink));
    const feeds = { x: { data: new Float32Array(4), dims: [1, 4] } };
    same(await countNodePlacement(path, { provider: "cpu", feeds }), { own: 2, elsewhere: 0 });
    const left = [...Deno.readDirSync(home)].map(({ name }) => name);
    ok(!left.some((name) => name.startsWith("profile-")));
  }));
