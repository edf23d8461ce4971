import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import type { onnx } from "onnx-proto";
import { memorySource } from "../../../src/base/bytes.ts";
import { AssayError } from "../../../src/records/errors.ts";
import { describeGraph } from "../../../src/models/onnx/describe_graph.ts";
import { readOnnxModel } from "../../../src/models/onnx/onnx_file.ts";
import {
  DOUBLE,
  FLOAT,
  floats,
  integers,
  type MadeExport,
  madeExport,
  node,
} from "./made_export.ts";

function described(made: MadeExport) {
  return describeGraph(readOnnxModel(memorySource(madeExport(made)), "made.onnx"));
}

Deno.test("a description states inputs, outputs, versions and what the file is", () => {
  deepEqual(described({}), {
    irVersion: 8,
    opset: 17,
    domains: [],
    producer: "tests",
    inputs: [{ name: "image", type: "float32", shape: ["batch", 3, 16, 16], rescale: 1 }],
    outputs: [{
      name: "score",
      type: "float32",
      shape: ["batch", 1],
      columns: 1,
      activation: null,
      linear: "Gemm",
    }],
    batch: null,
    training: null,
    externalFiles: [],
  });
  const fixed = described({ batch: 4, layout: "NHWC", inputType: DOUBLE });
  deepEqual(fixed.inputs, [
    { name: "image", type: "float64", shape: [4, 16, 16, 3], rescale: 1 },
  ]);
  equal(fixed.batch, 4);
});

const columns: readonly [what: string, made: MadeExport, columns: number | null][] = [
  ["[N]", { outputShape: ["batch"] }, 1],
  ["[N, 1]", { outputShape: ["batch", 1] }, 1],
  ["[N, 2]", { logits: 2 }, 2],
  ["[N, 1, 1, 1]", { outputShape: ["batch", 1, 1, 1] }, 1],
  ["a scalar of one face", { batch: 1, outputShape: [] }, 1],
  ["[1]", { batch: 1, outputShape: [1] }, 1],
  ["[2] of one face", { batch: 1, logits: 2, outputShape: [2] }, 2],
  ["[4, 2] of four faces", { batch: 4, logits: 2, outputShape: [4, 2] }, 2],
  ["a shape that is not stated", { logits: 2, outputShape: null }, 2],
  ["a free last dimension", { logits: 2, outputShape: ["batch", "classes"] }, 2],
];
for (const [what, made, expected] of columns) {
  Deno.test(`columns are known for an output of ${what}`, () =>
    equal(described(made).outputs[0]!.columns, expected));
}

const ONE = floats("one", [1], []);

const heads: readonly [string, readonly onnx.INodeProto[], string | null, boolean?][] = [
  ["Sigmoid", [node("Sigmoid", ["logits", "score"])], "sigmoid"],
  ["Softmax", [node("Softmax", ["logits", "score"])], "softmax"],
  ["LogSoftmax", [node("LogSoftmax", ["logits", "score"])], "log_softmax"],
  ["Gemm", [node("Identity", ["logits", "score"])], null],
  ["Relu", [node("Relu", ["logits", "score"])], null],
  [
    "Reshape, Squeeze and Cast",
    [
      node("Softmax", ["logits", "a"]),
      node("Reshape", ["a shape", "b"]),
      node("Squeeze", ["b", "c"]),
      node("Cast", ["c", "score"], { to: FLOAT }),
    ],
    "softmax",
  ],
  [
    "a column picked",
    [node("Softmax", ["logits", "a"]), node("Gather", ["a index", "score"], { axis: 1 })],
    "softmax",
    true,
  ],
  [
    "the complement",
    [node("Sigmoid", ["logits", "a"]), node("Sub", ["one a", "score"])],
    "sigmoid",
  ],
  [
    "both of two probabilities",
    [
      node("Sigmoid", ["logits", "a"]),
      node("Sub", ["one a", "b"]),
      node("Concat", ["b a", "score"], { axis: 1 }),
    ],
    "sigmoid",
  ],
  [
    "a softmax written out",
    [
      node("ReduceMax", ["logits", "most"], { axes: [1] }),
      node("Sub", ["logits most", "below"]),
      node("Exp", ["below", "a"]),
      node("ReduceSum", ["a axes", "b"]),
      node("Div", ["a b", "score"]),
    ],
    "softmax",
  ],
  [
    "a sigmoid written out",
    [
      node("Neg", ["logits", "a"]),
      node("Exp", ["a", "b"]),
      node("Add", ["b one", "c"]),
      node("Div", ["one c", "score"]),
    ],
    "sigmoid",
  ],
  [
    "a sigmoid written out with Reciprocal",
    [
      node("Neg", ["logits", "a"]),
      node("Exp", ["a", "b"]),
      node("Add", ["one b", "c"]),
      node("Reciprocal", ["c", "score"]),
    ],
    "sigmoid",
  ],
  [
    "the logarithm of a softmax",
    [node("Softmax", ["logits", "a"]), node("Log", ["a", "score"])],
    "log_softmax",
  ],
  [
    "a sigmoid that is a gate",
    [node("Sigmoid", ["logits", "a"]), node("Mul", ["logits a", "score"])],
    null,
  ],
  [
    "a sigmoid that was scaled to a logit",
    [node("Sigmoid", ["logits", "a"]), node("Mul", ["a ten", "score"])],
    null,
  ],
];
for (const [what, head, kind, partial = false] of heads) {
  Deno.test(`the final activation is found behind ${what}`, () => {
    const constants = [
      ONE,
      floats("ten", [10], []),
      integers("shape", [-1, 1, 2]),
      integers("index", [1]),
      integers("axes", [1]),
    ];
    const { activation } = described({ logits: 2, head, constants }).outputs[0]!;
    equal(activation?.kind ?? null, kind);
    if (kind !== null) equal(activation!.partial, partial);
  });
}

Deno.test("the final activation is found in a function of the file", () => {
  const head = [{ ...node("Head", ["logits", "score"]), domain: "mine" }];
  const { outputs } = described({
    head,
    change(model) {
      model.functions = [{
        name: "Head",
        domain: "mine",
        input: ["x"],
        output: ["y"],
        node: [node("Sigmoid", ["x", "y"])],
      }];
    },
  });
  equal(outputs[0]!.activation?.kind, "sigmoid");
});

Deno.test("a circle of nodes, and functions that call themselves, are described", () => {
  const circle = [node("Identity", ["a", "b"]), node("Identity", ["b", "a"])];
  equal(
    described({ head: [...circle, node("Cast", ["a", "score"])] }).outputs[0]!.activation,
    null,
  );
  const head = [{ ...node("Again", ["logits", "score"]), domain: "mine" }];
  const body = [{ ...node("Again", ["x", "y"]), domain: "mine" }];
  const { outputs } = described({
    head,
    change(model) {
      model.functions = [
        { name: "Again", domain: "mine", input: ["x"], output: ["y"], node: body },
      ];
    },
  });
  equal(outputs[0]!.activation, null);
});

Deno.test("a graph that divides its input by 255 itself is found out", () => {
  const firstInput = (opType: string, inputs: string, constant: number) =>
    described({
      layout: "NHWC",
      constants: [floats("factor", [constant], [])],
      change: ({ graph }) => {
        const turn = graph.node![0]!;
        turn.input = ["scaled"];
        graph.node!.unshift(
          node("Cast", ["image", "cast"], { to: FLOAT }),
          node(opType, [inputs, "scaled"]),
        );
      },
    }).inputs[0]!;
  const rescaled = (...given: Parameters<typeof firstInput>) => firstInput(...given).rescale;
  equal(rescaled("Div", "cast factor", 255), 1 / 255);
  equal(rescaled("Mul", "factor cast", 0.5), 0.5);
  equal(rescaled("Div", "factor cast", 255), null);
  equal(rescaled("Sub", "cast factor", 127), null);
  equal(firstInput("Sub", "cast factor", 127).normalises, "Sub");
  equal(firstInput("Div", "cast factor", 255).normalises, undefined);
});

Deno.test("logits are told from values that something bounds", () => {
  const linear = (...head: onnx.INodeProto[]) =>
    described({ head, constants: [floats("ten", [10], [])] }).outputs[0]!.linear;
  equal(linear(node("Mul", ["logits ten", "a"]), node("Squeeze", ["a", "score"])), "Gemm");
  equal(linear(node("Sub", ["ten logits", "score"])), "Gemm");
  for (const operator of ["Sigmoid", "Clip", "Tanh", "Relu"]) {
    equal(linear(node(operator, ["logits", "score"])), null, operator);
  }
  equal(linear(node("Div", ["ten logits", "score"])), null);
  equal(linear(node("Mul", ["logits logits", "score"])), null);
});

Deno.test("files with damaged bytes are described or refused, and never crash", () => {
  const whole = madeExport({ logits: 2, head: [node("Softmax", ["logits", "score"])] });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      (changes) => {
        const bytes = whole.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        try {
          describeGraph(readOnnxModel(memorySource(bytes), "damaged.onnx"));
        } catch (error) {
          equal(error instanceof AssayError, true, `${error}`);
        }
      },
    ),
    { numRuns: 500 },
  );
});

Deno.test("nodes that behave as in training are found", () => {
  const training = (...head: onnx.INodeProto[]) =>
    described({
      head,
      constants: [
        { name: "yes", dataType: 9, dims: [], rawData: Uint8Array.of(1) },
        { name: "no", dataType: 9, dims: [], rawData: Uint8Array.of(0) },
      ],
    }).training;
  const norm = ["logits bias bias bias bias", "score"] as const;
  equal(
    training(node("BatchNormalization", norm, { training_mode: 1 })),
    "BatchNormalization score",
  );
  equal(training(node("BatchNormalization", norm, { training_mode: 0 })), null);
  equal(training(node("BatchNormalization", norm)), null);
  equal(training(node("Dropout", ["logits bias yes", "score"])), "Dropout score");
  equal(training(node("Dropout", ["logits bias no", "score"])), null);
  equal(training(node("Dropout", ["logits", "score"])), null);
});
