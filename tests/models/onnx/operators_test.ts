import assert from "node:assert/strict";
import {
  ELEMENT_TYPES,
  type ElementArray,
  type ElementType,
} from "../../../src/models/onnx/element_type.ts";
import { GraphBuilder, type Value } from "../../../src/models/onnx/graph_builder.ts";
import { type OperatorName, OPERATORS } from "../../../src/models/onnx/operators.ts";
import type { Dimension, Shape } from "../../../src/models/onnx/shape.ts";
import { runGraph, type RunTensor } from "./run_graph.ts";

/** Free dimensions of the cases, and sizes that they are run with. */
const SIZES = [{ n: 1, h: 7, w: 9 }, { n: 3, h: 12, w: 8 }] as const;

interface Case {
  readonly shape: Shape;
  readonly type?: ElementType;
  build(graph: GraphBuilder, input: Value): Value;
}

const IMAGE = ["n", 4, "h", "w"] as const;

const unary = (operator: OperatorName): Case => ({
  shape: IMAGE,
  build: (graph, x) => graph.node(operator, [x]),
});
const binary = (operator: OperatorName): Case => ({
  shape: IMAGE,
  build: (graph, x) => graph.node(operator, [x, floats(graph, [4, 1, 1])]),
});
const reduction = (operator: "ReduceMax" | "ReduceMean" | "ReduceMin" | "ReduceSum"): Case[] => [
  { shape: IMAGE, build: (g, x) => g.node(operator, [x, g.integers([2, -1])]) },
  { shape: IMAGE, build: (g, x) => g.node(operator, [x, g.integers([1])], { keepdims: 0 }) },
  { shape: IMAGE, build: (g, x) => g.node(operator, [x]) },
];

/** At least one graph for each operator of the table. */
const CASES: Readonly<Record<OperatorName, readonly Case[]>> = {
  Abs: [unary("Abs")],
  Add: [binary("Add"), {
    shape: ["n", 1, "h", "w"],
    build: (g, x) => g.node("Add", [x, floats(g, [5, 1, 1])]),
  }],
  AveragePool: [{
    shape: IMAGE,
    build: (g, x) => g.node("AveragePool", [x], { kernel_shape: [2, 3], strides: [2, 2] }),
  }],
  BatchNormalization: [{
    shape: IMAGE,
    build: (g, x) =>
      g.node("BatchNormalization", [x, ...Array.from({ length: 4 }, () => floats(g, [4]))]),
  }],
  Cast: [{ shape: IMAGE, build: (g, x) => g.node("Cast", [x], { to: "int32" }) }, {
    shape: IMAGE,
    type: "uint8",
    build: (g, x) => g.node("Cast", [x], { to: "float32" }),
  }],
  Clip: [{ shape: IMAGE, build: (g, x) => g.node("Clip", [x, null, g.scalar(1)]) }],
  Concat: [{
    shape: IMAGE,
    build: (g, x) => g.node("Concat", [x, g.node("Neg", [x])], { axis: 1 }),
  }, {
    shape: IMAGE,
    build: (g, x) => g.node("Concat", [x, x], { axis: -1 }),
  }],
  Conv: [
    { shape: IMAGE, build: (g, x) => g.node("Conv", [x, floats(g, [6, 4, 3, 3])]) },
    {
      shape: IMAGE,
      build: (g, x) =>
        g.node("Conv", [x, floats(g, [4, 1, 3, 2]), floats(g, [4])], {
          group: 4,
          strides: [2, 1],
          dilations: [2, 1],
          pads: [1, 0, 2, 1],
        }),
    },
    {
      shape: IMAGE,
      build: (g, x) =>
        g.node("Conv", [x, floats(g, [2, 4, 5, 5])], { auto_pad: "SAME_UPPER", strides: [2, 3] }),
    },
    {
      shape: IMAGE,
      build: (g, x) =>
        g.node("Conv", [x, floats(g, [2, 4, 2, 2])], { auto_pad: "VALID", strides: [2, 2] }),
    },
  ],
  Div: [binary("Div")],
  Equal: [binary("Equal")],
  Exp: [unary("Exp")],
  Flatten: [
    { shape: IMAGE, build: (g, x) => g.node("Flatten", [x]) },
    { shape: IMAGE, build: (g, x) => g.node("Flatten", [x], { axis: 2 }) },
  ],
  Floor: [unary("Floor")],
  Gather: [{
    shape: IMAGE,
    build: (g, x) => g.node("Gather", [x, g.integers([3, 0])], { axis: 1 }),
  }],
  Gemm: [{
    shape: ["n", 5],
    build: (g, x) => g.node("Gemm", [x, floats(g, [3, 5]), floats(g, [3])], { transB: 1 }),
  }],
  GlobalAveragePool: [unary("GlobalAveragePool")],
  Greater: [binary("Greater")],
  Identity: [unary("Identity")],
  LeakyRelu: [{ shape: IMAGE, build: (g, x) => g.node("LeakyRelu", [x], { alpha: 0.1 }) }],
  Less: [binary("Less")],
  Log: [unary("Log")],
  MatMul: [{
    shape: ["n", 4, "h", 5],
    build: (g, x) => g.node("MatMul", [x, floats(g, [5, 2])]),
  }],
  Max: [{ shape: IMAGE, build: (g, x) => g.node("Max", [x, floats(g, [1, 4, 1, 1]), x]) }],
  MaxPool: [
    {
      shape: IMAGE,
      build: (g, x) =>
        g.node("MaxPool", [x], { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }),
    },
    {
      shape: IMAGE,
      build: (g, x) =>
        g.node("MaxPool", [x], {
          kernel_shape: [2, 2],
          strides: [2, 2],
          auto_pad: "SAME_UPPER",
        }),
    },
  ],
  Min: [{ shape: IMAGE, build: (g, x) => g.node("Min", [x, g.scalar(0)]) }],
  Mul: [binary("Mul")],
  Neg: [unary("Neg")],
  PRelu: [{ shape: IMAGE, build: (g, x) => g.node("PRelu", [x, floats(g, [4, 1, 1])]) }],
  Pad: [{
    shape: IMAGE,
    build: (g, x) => g.node("Pad", [x, g.integers([0, 0, 1, 2, 0, 0, 3, -1])]),
  }, {
    shape: IMAGE,
    build: (g, x) => g.node("Pad", [x, g.integers([0, 1, 0, 0, 0, 0, 0, 0]), g.scalar(2)]),
  }],
  Pow: [binary("Pow")],
  Reciprocal: [unary("Reciprocal")],
  ReduceMax: reduction("ReduceMax"),
  ReduceMean: reduction("ReduceMean"),
  ReduceMin: reduction("ReduceMin"),
  ReduceSum: reduction("ReduceSum"),
  Relu: [unary("Relu")],
  Reshape: [
    { shape: IMAGE, build: (g, x) => g.node("Reshape", [x, g.integers([0, 0, -1])]) },
    { shape: IMAGE, build: (g, x) => g.node("Reshape", [x, g.integers([0, 2, -1, 2])]) },
    { shape: ["n", 12], build: (g, x) => g.node("Reshape", [x, g.integers([-1, 3, 4])]) },
  ],
  Round: [unary("Round")],
  Sigmoid: [unary("Sigmoid")],
  Slice: [
    {
      shape: IMAGE,
      build: (g, x) => g.node("Slice", [x, ...[[1], [99], [1]].map((n) => g.integers(n))]),
    },
    {
      shape: IMAGE,
      build: (g, x) =>
        g.node("Slice", [x, ...[[1, 2], [-2, -1], [2, 3], [2, 1]].map((n) => g.integers(n))]),
    },
  ],
  Softmax: [{ shape: IMAGE, build: (g, x) => g.node("Softmax", [x], { axis: 1 }) }],
  Sqrt: [unary("Sqrt")],
  Squeeze: [{
    shape: ["n", 1, "h", 1],
    build: (g, x) => g.node("Squeeze", [x, g.integers([1, -1])]),
  }],
  Sub: [binary("Sub")],
  Sum: [{ shape: IMAGE, build: (g, x) => g.node("Sum", [x, x, floats(g, [1])]) }],
  Tanh: [unary("Tanh")],
  Transpose: [
    { shape: IMAGE, build: (g, x) => g.node("Transpose", [x], { perm: [0, 3, 2, 1] }) },
    { shape: IMAGE, build: (g, x) => g.node("Transpose", [x]) },
  ],
  Unsqueeze: [{
    shape: ["n", 3],
    build: (g, x) => g.node("Unsqueeze", [x, g.integers([0, -1])]),
  }],
  Where: [{
    shape: IMAGE,
    build: (g, x) => g.node("Where", [g.node("Less", [x, g.scalar(0)]), g.scalar(1), x]),
  }],
};

for (const name of Object.keys(OPERATORS) as OperatorName[]) {
  Deno.test(`${name}: the inferred type and shape match ONNX Runtime's`, async () => {
    assert.notEqual(CASES[name].length, 0);
    for (const { shape, type = "float32", build } of CASES[name]) {
      const graph = new GraphBuilder("case");
      const output = build(graph, graph.input("x", { type, shape }));
      graph.output(output);
      for (const sizes of SIZES) {
        const dims = shape.map((side) => evaluate(side, sizes));
        const out = await runGraph(graph.build(), { x: { data: numbers(type, dims), dims } });
        const given = out[output.name] as RunTensor;
        assert.equal(given.type, output.type);
        assert.deepEqual([...given.dims], output.shape.map((side) => evaluate(side, sizes)));
      }
    }
  });
}

/** Works out the text of a free dimension, such as `floor((h-3)/2)+1`. */
function evaluate(side: Dimension, sizes: Readonly<Record<string, number>>): number {
  if (typeof side === "number") return side;
  const formula = side.replace(/\b(floor|ceil)\b/g, "Math.$1");
  return new Function(...Object.keys(sizes), `return ${formula}`)(...Object.values(sizes));
}

function floats(graph: GraphBuilder, shape: readonly number[]): Value {
  const data = numbers("float32", shape);
  return graph.constant(`c${crypto.randomUUID()}`, { type: "float32", shape, data });
}

function numbers(type: ElementType, dims: readonly number[]): ElementArray {
  const count = dims.reduce((total, side) => total * side, 1);
  return new (ELEMENT_TYPES[type].array as Float32ArrayConstructor)(count).fill(1);
}
