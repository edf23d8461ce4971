import { deepEqual, equal, match } from "node:assert/strict";
import type { onnx } from "onnx-proto";
import { errorOf, inModelFolder } from "./model_folder.ts";
import {
  FLOAT,
  floats,
  INT64,
  INT8,
  integers,
  type MadeExport,
  madeExport,
  node,
  UINT8,
} from "./onnx/made_export.ts";
import { type CardChanges, exportCard, importing, PLAIN } from "./importing_exports.ts";

interface Refusal {
  readonly what: string;
  readonly made: MadeExport;
  readonly card?: CardChanges;
  readonly says: RegExp;
}

/** Declares the sides of the input after the first. */
function setSides({ input }: onnx.IGraphProto, sides: readonly number[]): void {
  input![0]!.type!.tensorType!.shape!.dim = [
    { dimParam: "N" },
    ...sides.map((dimValue) => ({ dimValue })),
  ];
}

const SIGMOID = [node("Sigmoid", ["logits", "score"])];

const REFUSALS: readonly Refusal[] = [
  {
    what: "a sigmoid after a sigmoid",
    made: { head: SIGMOID },
    says:
      /ends in Sigmoid, and the card applies sigmoid once more: the right value is "activation": "none"/,
  },
  {
    what: "a softmax after a softmax",
    made: { logits: 2, head: [node("Softmax", ["logits", "score"])] },
    card: { activation: "softmax", index: 1 },
    says: /ends in Softmax, and .*"activation": "none"/,
  },
  {
    what: "a sigmoid after a sigmoid behind Cast and Reshape",
    made: {
      constants: [integers("shape", [-1, 1])],
      head: [
        node("Sigmoid", ["logits", "a"]),
        node("Cast", ["a", "b"], { to: FLOAT }),
        node("Reshape", ["b shape", "score"]),
      ],
    },
    says: /ends in Sigmoid \(then Cast, Reshape\)/,
  },
  {
    what: "no activation after a logarithmic softmax",
    made: { logits: 2, head: [node("LogSoftmax", ["logits", "score"])] },
    card: { activation: "none", index: 1 },
    says: /ends in LogSoftmax: the right value is "activation": "softmax"/,
  },
  {
    what: "a softmax over one column inside",
    made: { head: [node("Softmax", ["logits", "score"])] },
    card: { activation: "none" },
    says: /Softmax over one column, so that all scores are equal/,
  },
  {
    what: "a softmax over one column",
    made: {},
    card: { activation: "softmax" },
    says: /one column, whose softmax is always 1: the activation is "sigmoid"/,
  },
  {
    what: "a sigmoid over two columns",
    made: { logits: 2 },
    card: { activation: "sigmoid", index: 1 },
    says: /two columns, of which sigmoid reads one: the activation is "softmax"/,
  },
  {
    what: "no activation after logits",
    made: {},
    card: { activation: "none" },
    says: /ends in Gemm, whose values are logits .* the right value is "activation": "sigmoid"/,
  },
  {
    what: "no activation after two logits",
    made: { logits: 2 },
    card: { activation: "none", index: 1 },
    says: /the right value is "activation": "softmax"/,
  },
  {
    what: "an export in training mode",
    made: {
      batch: 1,
      constants: [floats("scale", [1]), floats("shift", [0])],
      head: [
        node("BatchNormalization", ["logits scale shift shift scale", "score m v"], {
          training_mode: 1,
        }),
      ],
    },
    says: /exported in training mode \(BatchNormalization score .*model\.eval\(\)/,
  },
  {
    what: "bytes that would be normalised",
    made: { inputType: UINT8 },
    says: /"image" is uint8.*"scale": 1, "mean": \[0, 0, 0\] and "std": \[1, 1, 1\]/,
  },
  { what: "int8 inputs", made: { inputType: INT8 }, says: /"image" is int8, not float32; export/ },
  {
    what: "a class instead of a score",
    made: {
      logits: 2,
      outputType: INT64,
      head: [node("ArgMax", ["logits", "score"], { axis: 1 })],
    },
    says: /"score" is int64, not float32: it gives a class, not a score/,
  },
  {
    what: "pictures that are not square",
    made: { change: ({ graph }) => setSides(graph, [3, 16, 32]) },
    says: /no network that can be run on faces: .*32 x 16 pixels.* Export it anew/,
  },
  {
    what: "one channel",
    made: { change: ({ graph }) => setSides(graph, [1, 16, 16]) },
    says: /faces have 3 channels, and it takes 1\. Export it anew/,
  },
  {
    what: "several frames at once",
    made: { change: ({ graph }) => setSides(graph, [8, 3, 16, 16]) },
    says: /it takes several frames at once\. Export it anew/,
  },
  {
    what: "faces of another size",
    made: {},
    card: { input: { ...PLAIN, size: 32 } },
    says: /the right values are "layout": "NCHW" and "size": 16/,
  },
  {
    what: "the other layout",
    made: { layout: "NHWC" },
    says: /\[free, 16, 16, 3\].*the right values are "layout": "NHWC" and "size": 16/,
  },
  {
    what: "a name that is nearly right",
    made: {
      head: [node("Identity", ["logits", "scores"]), node("Identity", ["logits", "other"])],
      change: ({ graph }) => {
        const type = { tensorType: { elemType: FLOAT } };
        graph.output = [{ name: "scores", type }, { name: "other", type }];
      },
    },
    says: /no output "score", only scores, other; did you mean "scores"\?/,
  },
];

for (const { what, made, card, says } of REFUSALS) {
  Deno.test(`a card that does not fit its graph is refused with the right value: ${what}`, () =>
    inModelFolder(async (folder) => {
      const path = await folder.put("mine.onnx", madeExport(made));
      const error = await errorOf(importing(folder, path, exportCard(card)));
      equal(error.code, "MODEL_UNFIT");
      match(error.message, says);
      deepEqual(folder.contents(), []);
    }));
}
