import assert from "node:assert/strict";
import { GraphBuilder, type Value } from "../../../src/models/onnx/graph_builder.ts";

const floats = (graph: GraphBuilder, name: string, shape: readonly number[]): Value =>
  graph.constant(name, { type: "float32", shape, data: () => new Float32Array(0) });

/** What does not fit, and the message that says so; each begins with the node's name. */
const MISSHAPEN: Readonly<Record<string, (graph: GraphBuilder, image: Value) => Value>> = {
  "weights [8, 4, 3, 3] in 1 groups do not fit [n, 3, h, w]": (g, x) =>
    g.node("Conv", [x, floats(g, "w", [8, 4, 3, 3])], { name: "bad" }),
  "the bias [7] is not [8]": (g, x) =>
    g.node("Conv", [x, floats(g, "w", [8, 3, 3, 3]), floats(g, "b", [7])], { name: "bad" }),
  "[1,1] should have 4 numbers": (g, x) =>
    g.node("Conv", [x, floats(g, "w", [8, 3, 3, 3])], { name: "bad", pads: [1, 1] }),
  "a window of 3 does not fit into 2": (g) =>
    g.node("MaxPool", [floats(g, "small", [1, 1, 2, 2])], { name: "bad", kernel_shape: [3, 3] }),
  "kernel_shape is missing": (g, x) => g.node("MaxPool", [x], { name: "bad" }),
  "[n, 3, h, w] and [3, w, h] cannot be broadcast": (g, x) =>
    g.node("Add", [x, g.input("y", { type: "float32", shape: [3, "w", "h"] })], { name: "bad" }),
  "float32 and int64 cannot be combined": (g, x) =>
    g.node("Mul", [x, g.integers([1])], { name: "bad" }),
  "slopes [4,1,1] do not stretch to [n,1,h,w]": (g) =>
    g.node("PRelu", [
      g.input("grey", { type: "float32", shape: ["n", 1, "h", "w"] }),
      floats(g, "a", [4, 1, 1]),
    ], { name: "bad" }),
  "[4, 5] times [6, 7]": (g) =>
    g.node("Gemm", [floats(g, "a", [4, 5]), floats(g, "b", [6, 7])], { name: "bad" }),
  "[n, 3, h, w] cannot become [n, 5, -1]": (g, x) =>
    g.node("Reshape", [x, g.integers([0, 5, -1])], { name: "bad" }),
  "[0,1,1,2] is no order of the 4 axes": (g, x) =>
    g.node("Transpose", [x], { name: "bad", perm: [0, 1, 1, 2] }),
  "axis 4 is out of range for 4 dimensions": (g, x) =>
    g.node("Softmax", [x], { name: "bad", axis: 4 }),
  "[n, 3, h, w] and [n, 3, h, 1] do not join along axis 1": (g, x) =>
    g.node("Concat", [x, g.input("y", { type: "float32", shape: ["n", 3, "h", 1] })], {
      name: "bad",
      axis: 1,
    }),
  "the axes must be an int64 constant": (g, x) =>
    g.node("ReduceMean", [x, g.input("axes", { type: "int64", shape: [1] })], { name: "bad" }),
  "it has 1 inputs instead of 2 to 3": (g, x) => g.node("Conv", [x], { name: "bad" }),
  "a required input is missing": (g, x) => g.node("Conv", [x, null], { name: "bad" }),
  'the name "image" is empty or taken': (g, x) => g.node("Relu", [x], { name: "image" }),
};

for (const [message, build] of Object.entries(MISSHAPEN)) {
  Deno.test(`a faulty node is refused when it is added: ${message}`, () => {
    const graph = new GraphBuilder("g");
    const image = graph.input("image", { type: "float32", shape: ["n", 3, "h", "w"] });
    assert.throws(() => build(graph, image), (error: Error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, /^node (bad|image) \(\w+\): /);
      assert.equal(error.message.replace(/^node \w+ \(\w+\): /, ""), message);
      return true;
    });
  });
}

Deno.test("a refused node leaves the graph as it was", () => {
  const graph = new GraphBuilder("g");
  const image = graph.input("image", { type: "float32", shape: ["n", 3] });
  assert.throws(() => graph.node("Add", [image, floats(graph, "c", [4])], { name: "sum" }));
  graph.output(graph.node("Relu", [image], { name: "sum" }));
  assert.deepEqual(graph.build().nodes.map((node) => node.operator), ["Relu"]);
});

Deno.test("a value of another graph is refused", () => {
  const other = new GraphBuilder("other").input("image", { type: "float32", shape: [1] });
  const graph = new GraphBuilder("g");
  graph.input("image", { type: "float32", shape: [1] });
  assert.throws(() => graph.node("Relu", [other]), /image belongs to another graph/);
  assert.throws(() => graph.output(other), /image belongs to another graph/);
});

Deno.test("a constant whose numbers do not fill its shape is refused", () => {
  const graph = new GraphBuilder("g");
  const make = (data: Float32Array | Int32Array) =>
    graph.constant("c", { type: "float32", shape: [2, 3], data });
  assert.throws(
    () => make(new Float32Array(5)),
    /constant c: Float32Array of 5 for float32 \[2, 3\]/,
  );
  assert.throws(() => make(new Int32Array(6)), /constant c: Int32Array of 6/);
});

Deno.test("a graph without an output, or with one twice, is refused", () => {
  const graph = new GraphBuilder("g");
  const image = graph.input("image", { type: "float32", shape: [1] });
  assert.throws(() => graph.build(), /graph g has no output/);
  const out = graph.node("Relu", [image]);
  graph.output(out);
  assert.throws(() => graph.output(out), /is an output already/);
});

Deno.test("equal lists of integers and equal scalars are one constant each", () => {
  const graph = new GraphBuilder("g");
  assert.equal(graph.integers([1, 2]), graph.integers([1, 2]));
  assert.equal(graph.scalar(0.5), graph.scalar(0.5));
  assert.notEqual(graph.integers([1, 2]), graph.integers([12]));
});
