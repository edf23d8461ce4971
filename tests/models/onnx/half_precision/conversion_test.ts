import assert from "node:assert/strict";
import protobuf from "onnx-proto";
import { withModel } from "../open_model.ts";
import {
  cascades,
  converted,
  floats,
  integers,
  type MadeModel,
  madeModel,
  node,
  TYPES,
  valueInfo,
} from "./made_model.ts";

/** Both forms' first output on noise, after checking that their largest difference is small. */
async function assertClose(made: MadeModel, tolerance = 5e-3): Promise<void> {
  const original = madeModel(made);
  const feeds = Object.fromEntries(
    Object.entries(made.inputs).map(([name, shape]) => {
      const dims = shape.map((side) => typeof side === "number" ? side : 2);
      const length = dims.reduce((product, side) => product * side, 1);
      return [name, { data: Float32Array.from({ length }, (_, i) => Math.sin(i + 1)), dims }];
    }),
  );
  const run = (bytes: Uint8Array) => withModel(bytes, (model) => model.run(feeds));
  const plain = await run(original);
  const half = await run(converted(original).bytes);
  for (const name of made.outputs) {
    assert.deepEqual([half[name]!.type, half[name]!.dims], [plain[name]!.type, plain[name]!.dims]);
    const numbers = [...half[name]!.data].map(Number);
    for (const [i, value] of [...plain[name]!.data].entries()) {
      const difference = Math.abs(Number(value) - numbers[i]!);
      assert.ok(difference <= tolerance, `${name}[${i}]: ${value} and ${numbers[i]}`);
    }
  }
}

const KERNEL = floats("kernel", [4, 3, 1, 1], Array.from({ length: 12 }, (_, i) => Math.cos(i)));

/** A classifier's end: convolution, means, dense layer, softmax. */
const CLASSIFIER: MadeModel = {
  inputs: { image: ["batch", 3, 4, 4] },
  outputs: ["share"],
  nodes: [
    node("Conv", ["image", "kernel", "bias"], ["features"]),
    node("Relu", ["features"], ["bent"]),
    node("GlobalAveragePool", ["bent"], ["means"]),
    node("Flatten", ["means"], ["flat"]),
    node("MatMul", ["flat", "dense"], ["logits"]),
    node("Softmax", ["logits"], ["share"], { axis: 1 }),
  ],
  constants: [
    KERNEL,
    floats("bias", [4], [1, 2, 3, 4]),
    floats("dense", [4, 2], [1, -1, 0.5, 0.25, -0.5, 1, 0.125, 2]),
  ],
};

Deno.test("weights and arithmetic become float16; inputs, outputs, means and softmax stay float32", async () => {
  const half = converted(madeModel(CLASSIFIER));
  const { graph, of, typeOf, report } = half;
  assert.deepEqual(["kernel", "bias", "dense"].map(typeOf), [10, 10, 10]);
  for (const { type } of [...graph.input ?? [], ...graph.output ?? []]) {
    assert.equal(type?.tensorType?.elemType, TYPES.float32);
  }
  assert.deepEqual(of("Conv")[0]!.input, ["image/float16", "kernel", "bias"]);
  assert.deepEqual(of("Relu")[0]!.input, ["features"]);
  assert.deepEqual(of("GlobalAveragePool")[0]!.input, ["bent/float32"]);
  assert.deepEqual(of("Flatten")[0]!.input, ["means"], "nothing is cast for its sake");
  assert.deepEqual(of("Softmax")[0]!.input, ["logits/float32"]);
  assert.equal(
    of("Cast").length,
    4,
    "one each after the input, before and behind the means, before softmax",
  );
  assert.deepEqual(cascades(half), []);
  assert.deepEqual(report, {
    halfNodes: 3,
    nodes: 10,
    casts: 4,
    rounded: 24,
    clamped: 0,
    flushed: 0,
  });
  await assertClose(CLASSIFIER);
});

Deno.test("a float16 output is cast once, inner uses of it need no cast", async () => {
  const made: MadeModel = {
    inputs: { image: [1, 3, 2, 2] },
    outputs: ["features", "more"],
    nodes: [
      node("Conv", ["image", "kernel"], ["features"]),
      node("Mul", ["features", "features"], ["more"]),
    ],
    constants: [KERNEL],
  };
  const { of } = converted(madeModel(made));
  assert.deepEqual(of("Mul")[0]!.input, ["features/float16", "features/float16"]);
  assert.deepEqual(of("Cast").flatMap(({ output }) => output), [
    "image/float16",
    "features",
    "more",
  ]);
  await assertClose(made);
});

Deno.test("a constant that both kinds of nodes use is there in both forms", async () => {
  const made: MadeModel = {
    inputs: { image: [1, 3, 2, 2] },
    outputs: ["y"],
    nodes: [
      node("Pow", ["image", "two"], ["squares"]),
      node("Conv", ["squares", "kernel"], ["features"]),
      node("Mul", ["features", "two"], ["y"]),
    ],
    constants: [KERNEL, floats("two", [], [2])],
  };
  const { typeOf } = converted(madeModel(made));
  assert.deepEqual([typeOf("two"), typeOf("two/float16")], [TYPES.float32, TYPES.float16]);
  await assertClose(made);
});

Deno.test("new names do not clash with existing ones", async () => {
  const made: MadeModel = {
    inputs: { image: [1, 3, 2, 2], "image/float16": [1, 4, 2, 2] },
    outputs: ["y"],
    nodes: [
      node("Conv", ["image", "kernel"], ["features"]),
      node("Add", ["features", "image/float16"], ["y"]),
    ],
    constants: [KERNEL],
  };
  const { of } = converted(madeModel(made));
  assert.deepEqual(of("Conv")[0]!.input, ["image/float16_", "kernel"]);
  await assertClose(made);
});

Deno.test("arithmetic on shapes is unchanged", async () => {
  const made: MadeModel = {
    inputs: { image: [2, 3, 2, 2] },
    outputs: ["y"],
    nodes: [
      node("Conv", ["image", "kernel"], ["features"]),
      node("Shape", ["features"], ["shape"]),
      node("Gather", ["shape", "zero"], ["batch"]),
      node("Concat", ["batch", "rest"], ["target"], { axis: 0 }),
      node("Reshape", ["features", "target"], ["y"]),
    ],
    constants: [KERNEL, integers("zero", [0]), integers("rest", [-1])],
  };
  const { of, typeOf } = converted(madeModel(made));
  assert.deepEqual(of("Shape")[0]!.input, ["features"], "no cast to learn a shape");
  assert.deepEqual([typeOf("zero"), typeOf("rest")], [TYPES.int64, TYPES.int64]);
  assert.deepEqual(of("Reshape")[0]!.input, ["features", "target"]);
  await assertClose(made);
});

Deno.test("casts of the original are merged with those of the conversion", async () => {
  const made: MadeModel = {
    inputs: { image: [1, 3, 2, 2] },
    outputs: ["y", "count"],
    nodes: [
      node("Cast", ["image"], ["whole"], { to: TYPES.int64 }),
      node("Cast", ["whole"], ["floats"], { to: TYPES.float32 }),
      node("Conv", ["floats", "kernel"], ["features"]),
      node("Cast", ["features"], ["same"], { to: TYPES.float32 }),
      node("Relu", ["same"], ["y"]),
      node("Cast", ["same"], ["integers"], { to: TYPES.int64 }),
      node("Cast", ["integers"], ["count"], { to: TYPES.float32 }),
    ],
    constants: [KERNEL],
  };
  const half = converted(madeModel(made));
  assert.deepEqual(half.of("Conv")[0]!.input, ["floats", "kernel"]);
  assert.deepEqual(half.of("Relu")[0]!.input, ["features"]);
  const casts = half.of("Cast").map(({ input, output }) => [input?.[0], output?.[0]]);
  assert.deepEqual(casts, [
    ["image", "whole"],
    ["whole", "floats"], // now to float16
    ["features", "integers"],
    ["y/float16", "y"],
    ["integers", "count"],
  ]);
  await assertClose(made, 1e-2);
});

Deno.test("constants may be nodes, lists of floats, or inputs with a default", async () => {
  const { AttributeType } = protobuf.onnx.AttributeProto;
  const made: MadeModel = {
    inputs: { image: [1, 3, 2, 2] },
    outputs: ["y"],
    irVersion: 3,
    opset: 12,
    nodes: [
      {
        opType: "Constant",
        output: ["kernel"],
        attribute: [{ name: "value", type: AttributeType.TENSOR, t: KERNEL }],
      },
      {
        opType: "Constant",
        output: ["half"],
        attribute: [{ name: "value_float", type: AttributeType.FLOAT, f: 0.5 }],
      },
      node("Conv", ["image", "kernel", "bias"], ["features"]),
      node("Mul", ["features", "half"], ["scaled"]),
      node("Add", ["scaled", "list"], ["y"]),
    ],
    constants: [
      floats("bias", [4], [1, 2, 3, 4]),
      { name: "list", dims: [4, 1, 1], dataType: 1, floatData: [4, 3, 2, 1] },
    ],
    graph: {
      input: [
        valueInfo("image", [1, 3, 2, 2]),
        valueInfo("bias", [4]),
        valueInfo("list", [4, 1, 1]),
      ],
    },
  };
  const { graph, of, typeOf, report } = converted(madeModel(made));
  assert.deepEqual(graph.input?.map(({ name }) => name), ["image"]);
  assert.deepEqual(of("Constant"), []);
  assert.deepEqual(["kernel", "half", "bias", "list"].map(typeOf), [10, 10, 10, 10]);
  assert.equal(report.rounded, 12 + 1 + 4 + 4);
  await assertClose(made);
});

Deno.test("declarations of inner values follow their types", async () => {
  const shape = [1, 4, 2, 2];
  const made: MadeModel = {
    inputs: { image: [1, 3, 2, 2] },
    outputs: ["y"],
    nodes: [
      node("Conv", ["image", "kernel"], ["features"]),
      node("Exp", ["features"], ["powers"]),
      node("ReduceSum", ["powers"], ["y"]),
    ],
    constants: [KERNEL],
    graph: {
      valueInfo: [
        valueInfo("features", shape),
        valueInfo("powers", shape),
        valueInfo("gone", shape),
      ],
    },
  };
  const { graph } = converted(madeModel(made));
  assert.deepEqual(
    graph.valueInfo?.map(({ name, type }) => [name, type?.tensorType?.elemType]),
    [["features", TYPES.float16], ["powers", TYPES.float32]],
  );
  assert.equal(graph.valueInfo?.[0]?.type?.tensorType?.shape?.dim?.length, 4);
  await assertClose(made, 0.5); // a sum of powers up to 30
});

Deno.test("inputs that must be float32, or have another type, are unchanged", async () => {
  const made: MadeModel = {
    inputs: { image: [1, 3, 2, 2] },
    outputs: ["y"],
    nodes: [
      node("Conv", ["image", "kernel"], ["features"]),
      node("Resize", ["features", "", "scales"], ["large"], { mode: "linear" }),
      node("Pad", ["large", "amounts", "filling"], ["wide"]),
      node("Greater", ["wide", "filling"], ["mask"]),
      node("Where", ["mask", "wide", "filling"], ["chosen"]),
      node("Slice", ["chosen", "start", "end", "axis"], ["cut"]),
      node("MaxPool", ["cut"], ["y"], { kernel_shape: [2, 2] }),
    ],
    constants: [
      KERNEL,
      floats("scales", [4], [1, 1, 2, 2]),
      integers("amounts", [0, 0, 1, 1, 0, 0, 1, 1]),
      floats("filling", [], [0.25]),
      integers("start", [1]),
      integers("end", [5]),
      integers("axis", [3]),
    ],
  };
  const { of, typeOf } = converted(madeModel(made));
  assert.equal(typeOf("scales"), TYPES.float32);
  assert.deepEqual(of("Where")[0]!.input, ["mask", "wide", "filling"]);
  assert.deepEqual(of("Greater")[0]!.input, ["wide/float32", "filling/float32"]);
  assert.equal(of("MaxPool")[0]!.input?.[0], "cut");
  await assertClose(made);
});

Deno.test("a layer normalisation written out keeps its statistics in float32", async () => {
  const made: MadeModel = {
    inputs: { tokens: [2, 5, 8] },
    outputs: ["y"],
    nodes: [
      node("MatMul", ["tokens", "mix"], ["x"]),
      node("ReduceMean", ["x", "last"], ["mean"]),
      node("Sub", ["x", "mean"], ["centred"]),
      node("Pow", ["centred", "two"], ["squares"]),
      node("ReduceMean", ["squares", "last"], ["variance"]),
      node("Add", ["variance", "epsilon"], ["raised"]),
      node("Sqrt", ["raised"], ["deviation"]),
      node("Div", ["centred", "deviation"], ["y"]),
    ],
    constants: [
      floats("mix", [8, 8], Array.from({ length: 64 }, (_, i) => Math.sin(i * 3))),
      integers("last", [-1]),
      floats("two", [], [2]),
      floats("epsilon", [], [1e-12]),
    ],
  };
  const half = converted(madeModel(made));
  assert.equal(half.typeOf("epsilon"), TYPES.float32, "float16 has nothing so small");
  assert.deepEqual(half.of("Add")[0]!.input, ["variance", "epsilon"]);
  assert.deepEqual(half.of("Sqrt")[0]!.input, ["raised"]);
  assert.equal(half.report.flushed, 0);
  assert.deepEqual(cascades(half), []);
  await assertClose(made, 1e-2);
});

Deno.test("an output of unknown type is left unchanged", async () => {
  const made: MadeModel = {
    inputs: { image: [1, 3, 2, 2] },
    outputs: ["y"],
    nodes: [
      node("Hardmax", ["image"], ["unknown"], { axis: 1 }),
      node("Conv", ["unknown", "kernel"], ["features"]),
      node("Conv", ["features", "square"], ["y"]),
    ],
    constants: [KERNEL, floats("square", [1, 4, 1, 1], [1, 2, 3, 4])],
  };
  const { typeOf, report } = converted(madeModel(made));
  assert.deepEqual([typeOf("kernel"), typeOf("square")], [TYPES.float32, TYPES.float32]);
  assert.equal(report.halfNodes, 0);
  await assertClose(made);
});
