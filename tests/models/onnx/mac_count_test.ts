import { equal, throws } from "node:assert/strict";
import protobuf from "onnx-proto";
import fc from "fast-check";
import { memorySource } from "../../../src/base/bytes.ts";
import { type Graph, GraphBuilder } from "../../../src/models/onnx/graph_builder.ts";
import { countMacs } from "../../../src/models/onnx/mac_count.ts";
import { readOnnxModel } from "../../../src/models/onnx/onnx_file.ts";
import { modelBytes } from "./run_graph.ts";

function counted(graph: Graph, inputs: Readonly<Record<string, readonly number[]>>): number {
  return countMacs(readOnnxModel(memorySource(modelBytes(graph)), "test.onnx"), inputs);
}

const zeros = (...shape: number[]) => ({
  type: "float32" as const,
  shape,
  data: new Float32Array(shape.reduce((a, b) => a * b, 1)),
});

/** Counts by walking over every product of a convolution; a window stands wherever it fits. */
function walkedConvolution(
  { side, pad, stride, dilation, kernel, group, perGroup, outputs }: {
    [Key in "side" | "pad" | "stride" | "dilation" | "kernel" | "group" | "perGroup" | "outputs"]:
      number;
  },
): number {
  const reach = (kernel - 1) * dilation;
  let products = 0;
  for (let y = -pad; y + reach < side + pad; y += stride) {
    for (let x = -pad; x + reach < side + pad; x += stride) {
      products += group * outputs * perGroup * kernel * kernel;
    }
  }
  return products;
}

Deno.test("a convolution's operations are counted over its windows", () => {
  const small = (min: number, max: number) => fc.integer({ min, max });
  const shapes = fc.record({
    side: small(5, 12),
    pad: small(0, 2),
    stride: small(1, 3),
    dilation: small(1, 2),
    kernel: small(1, 3),
    group: small(1, 3),
    perGroup: small(1, 3),
    outputs: small(1, 3),
  });
  fc.assert(fc.property(shapes, (shape) => {
    const { side, pad, stride, dilation, kernel, group, perGroup, outputs } = shape;
    const graph = new GraphBuilder("convolution");
    const channels = group * perGroup;
    const image = graph.input("image", {
      type: "float32",
      shape: [1, channels, "height", "width"],
    });
    const weights = graph.constant("weights", zeros(group * outputs, perGroup, kernel, kernel));
    graph.output(graph.node("Conv", [image, weights], {
      group,
      kernel_shape: [kernel, kernel],
      pads: [pad, pad, pad, pad],
      strides: [stride, stride],
      dilations: [dilation, dilation],
    }));
    const inputs = { image: [1, channels, side, side] };
    equal(counted(graph.build(), inputs), walkedConvolution(shape));
  }));
});

Deno.test("layers are counted at the size of the previous one's output", () => {
  const graph = new GraphBuilder("small");
  const image = graph.input("image", { type: "float32", shape: ["batch", 3, 10, 10] });
  const convolved = graph.node("Conv", [image, graph.constant("a", zeros(4, 3, 3, 3))]); // 8 × 8
  const active = graph.node("Relu", [convolved]);
  const pooled = graph.node("MaxPool", [active], { kernel_shape: [2, 2], strides: [2, 2] }); // 4 × 4
  const flat = graph.node("Reshape", [pooled, graph.integers([0, 64])]);
  const dense = graph.node("Gemm", [flat, graph.constant("b", zeros(5, 64))], { transB: 1 });
  graph.output(graph.node("MatMul", [dense, graph.constant("c", zeros(5, 2))]));
  const one = 8 * 8 * 4 * 27 + 64 * 5 + 5 * 2;
  equal(counted(graph.build(), { image: [1, 3, 10, 10] }), one);
  equal(counted(graph.build(), { image: [7, 3, 10, 10] }), 7 * one);
});

Deno.test("transposed matrices and batched products are counted", () => {
  const graph = new GraphBuilder("matrices");
  const a = graph.input("a", { type: "float32", shape: [6, 2] });
  graph.output(graph.node("Gemm", [a, graph.constant("b", zeros(6, 3))], { transA: 1 }));
  const stack = graph.input("stack", { type: "float32", shape: [4, 5, 6] });
  graph.output(graph.node("MatMul", [stack, graph.constant("c", zeros(6, 3))]));
  equal(counted(graph.build(), { a: [6, 2], stack: [4, 5, 6] }), 2 * 3 * 6 + 4 * 5 * 3 * 6);
});

Deno.test("what cannot be counted is refused rather than left out", () => {
  const graph = new GraphBuilder("free");
  const image = graph.input("image", { type: "float32", shape: [1, 2, 3] });
  graph.output(graph.node("MatMul", [image, graph.constant("a", zeros(3, 4))]));
  throws(() => counted(graph.build(), {}), /shape of image is unknown/);

  const foreign = protobuf.onnx.ModelProto.encode({
    graph: {
      name: "f",
      node: [{ opType: "LSTM", input: [], output: ["y"] }],
      output: [{ name: "y" }],
    },
  }).finish();
  const model = readOnnxModel(memorySource(foreign), "foreign.onnx");
  throws(() => countMacs(model, {}), /unknown operator LSTM/);
});
