import { deepEqual, equal, match, ok } from "node:assert/strict";
import { dirname, join } from "node:path";
import type { onnx } from "onnx-proto";
import { importOnnx } from "../../src/models/import_model.ts";
import { scoreVerificationImages } from "../../src/models/fixed_image_scores.ts";
import { verifyModel } from "../../src/models/verify_model.ts";
import type { ModelCard } from "../../src/stages/classifiers/model_card.ts";
import { readCatalogue } from "../../src/stages/classifiers/catalogue.ts";
import { madeCard } from "../stages/classifiers/made_classifier.ts";
import { errorOf, inModelFolder, type ModelFolder } from "./model_folder.ts";
import {
  DOUBLE,
  EXPORT_SIZE,
  FLOAT,
  FLOAT16,
  floats,
  INT64,
  INT8,
  integers,
  type MadeExport,
  madeExport,
  node,
  UINT8,
} from "./onnx/made_export.ts";
import { splitExport } from "./onnx/split_export.ts";

type Activation = ModelCard["output"]["activation"];

const PLAIN = { scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] };
const BYTES = { ...PLAIN, scale: 1 };

interface CardChanges {
  readonly activation?: Activation;
  readonly index?: number;
  readonly polarity?: "fake" | "real";
  readonly input?: Readonly<Record<string, unknown>>;
}

function exportCard(
  { activation = "sigmoid", index = 0, polarity = "fake", input = PLAIN }: CardChanges = {},
) {
  return madeCard({
    input: { name: "image", size: EXPORT_SIZE, channels: "RGB", layout: "NCHW", ...input },
    output: { name: "score", activation, index, polarity },
  });
}

function importing({ options }: ModelFolder, path: string, card: unknown, more = {}) {
  return importOnnx(path, card, {
    ...options,
    name: null,
    cardFile: "card.json",
    replace: true,
    ...more,
  });
}

async function scoresOf({ options }: ModelFolder, card: ModelCard): Promise<readonly number[]> {
  const path = join(options.modelsFolder, card.name, card.files.fp32!.path);
  return await scoreVerificationImages(path, { card, precision: "fp32" });
}

/** Scores of the plain export, from the file itself. */
async function plainScores({ put }: ModelFolder): Promise<readonly number[]> {
  const path = await put("plain.onnx", madeExport());
  const { input, output } = exportCard();
  return await scoreVerificationImages(path, { card: { input, output }, precision: "fp32" });
}

interface Wrapping {
  readonly what: string;
  readonly made: MadeExport;
  readonly card?: CardChanges;
  /** Fixed batch that the card notes; default: none. */
  readonly batch?: number;
  readonly notes?: RegExp;
}

const by255: MadeExport["change"] = ({ graph }) => {
  const cast = graph.node![0]!; // image to floats
  cast.output = ["bytes"];
  graph.node!.splice(1, 0, node("Div", ["bytes most", "floats"]));
};
const halfInside = (from: string, to: string) => [
  node("Cast", [from, `${from}_half`], { to: FLOAT16 }),
  node("Identity", [`${from}_half`, to]),
];

const WRAPPINGS: readonly Wrapping[] = [
  { what: "two logits", made: { logits: 2 }, card: { activation: "softmax", index: 1 } },
  {
    what: "two logits of which the first is asked",
    made: { logits: 2 },
    card: { activation: "softmax", index: 0, polarity: "real" },
  },
  {
    what: "a sigmoid inside",
    made: { head: [node("Sigmoid", ["logits", "score"])] },
    card: { activation: "none" },
  },
  {
    what: "a softmax inside",
    made: { logits: 2, head: [node("Softmax", ["logits", "score"])] },
    card: { activation: "none", index: 1 },
  },
  {
    what: "a logarithmic softmax inside",
    made: { logits: 2, head: [node("LogSoftmax", ["logits", "score"])] },
    card: { activation: "softmax", index: 1 },
  },
  {
    what: "an output [N]",
    made: {
      outputShape: ["batch"],
      constants: [integers("axes", [1])],
      head: [node("Squeeze", ["logits axes", "score"])],
    },
  },
  {
    what: "an output [N, 1, 1, 1]",
    made: {
      outputShape: ["batch", 1, 1, 1],
      constants: [integers("axes", [2, 3])],
      head: [node("Unsqueeze", ["logits axes", "score"])],
    },
  },
  {
    what: "an output whose shape is not stated",
    made: { outputShape: null },
  },
  {
    what: "a batch of 1",
    made: { batch: 1 },
    notes: /for 1 face in every run; its first axis was freed/,
  },
  {
    what: "a batch of 4",
    made: { batch: 4 },
    notes: /for 4 faces in every run; its first axis was freed/,
  },
  {
    what: "a batch of 1 and an output [1]",
    made: {
      batch: 1,
      outputShape: [1],
      constants: [integers("axes", [1])],
      head: [node("Squeeze", ["logits axes", "score"])],
    },
    notes: /freed/,
  },
  {
    what: "a batch of 1 and a scalar output",
    made: { batch: 1, outputShape: [], head: [node("Squeeze", ["logits", "score"])] },
    notes: /freed/,
  },
  {
    what: "a batch of 1 that its nodes rely on",
    made: {
      batch: 1,
      logits: 2,
      outputShape: [2],
      constants: [integers("shape", [2])],
      head: [node("Reshape", ["logits shape", "score"])],
    },
    card: { activation: "softmax", index: 1 },
    batch: 1,
    notes: /for 1 face in every run, and is run that way/,
  },
  {
    what: "a batch of 3 that its nodes rely on",
    made: {
      batch: 3,
      constants: [integers("shape", [3, 1])],
      head: [node("Reshape", ["logits shape", "score"])],
    },
    batch: 3,
    notes: /for 3 faces in every run, and is run that way/,
  },
  {
    what: "a free first axis that its nodes do not allow",
    made: {
      logits: 2,
      outputShape: ["batch", 2],
      constants: [integers("shape", [1, 2])],
      head: [node("Reshape", ["logits shape", "score"])],
    },
    card: { activation: "softmax", index: 1 },
    batch: 1,
    notes: /declares a free first axis but runs on one face at a time/,
  },
  { what: "NHWC", made: { layout: "NHWC" }, card: { input: { ...PLAIN, layout: "NHWC" } } },
  {
    what: "float64 inputs",
    made: { inputType: DOUBLE },
    notes: /Input "image" is float64: a Cast from float32 was added/,
  },
  {
    what: "uint8 inputs, NHWC",
    made: {
      inputType: UINT8,
      layout: "NHWC",
      constants: [floats("most", [255], [])],
      change: by255,
    },
    card: { input: { ...BYTES, layout: "NHWC" } },
    notes: /Input "image" is uint8/,
  },
  {
    what: "float64 outputs",
    made: { outputType: DOUBLE, head: [node("Cast", ["logits", "score"], { to: DOUBLE })] },
    notes: /Output "score" is float64: a Cast to float32 was added/,
  },
  {
    what: "a fixed batch, float64 inputs and outputs",
    made: {
      batch: 2,
      inputType: DOUBLE,
      outputType: DOUBLE,
      head: [node("Cast", ["logits", "score"], { to: DOUBLE })],
    },
    notes: /Output "score".*freed/s,
  },
  {
    what: "an older file that lists its constants as inputs, with a fixed batch",
    made: {
      batch: 1,
      change(model) {
        model.irVersion = 3;
        for (const { name, dims } of model.graph.initializer!) {
          const dim = dims!.map((side) => ({ dimValue: side }));
          model.graph.input!.push({
            name: name ?? null,
            type: { tensorType: { elemType: FLOAT, shape: { dim } } },
          });
        }
      },
    },
    notes: /freed/,
  },
];

for (const { what, made, card: changes, batch, notes } of WRAPPINGS) {
  Deno.test(`an export gives the same P(fake) as the plain one: ${what}`, () =>
    inModelFolder(async (folder) => {
      const expected = await plainScores(folder);
      const path = await folder.put("mine.onnx", madeExport(made));
      const card = await importing(folder, path, exportCard(changes));
      closeTo(await scoresOf(folder, card), expected, 1e-5);
      equal(card.input.batch, batch);
      if (notes) match(card.notes!.join("\n"), notes);
      else equal(card.notes, undefined);
      equal(card.input.name, "image");
      await requireVerified(folder, card);
    }));
}

Deno.test("float16 inputs and outputs are converted, and the scores are as near as float16 allows", () =>
  inModelFolder(async (folder) => {
    const expected = await plainScores(folder);
    const made = madeExport({
      inputType: FLOAT16,
      outputType: FLOAT16,
      head: halfInside("logits", "score"),
    });
    const card = await importing(folder, await folder.put("mine.onnx", made), exportCard());
    closeTo(await scoresOf(folder, card), expected, 2e-3);
    await requireVerified(folder, card);
  }));

Deno.test("a network all in float16 is run", () =>
  inModelFolder(async (folder) => {
    const expected = await plainScores(folder);
    const made = madeExport({
      outputType: FLOAT16,
      change({ graph }) {
        graph.input![0]!.type!.tensorType!.elemType = FLOAT16;
        for (const tensor of graph.initializer!) {
          const numbers = new Float32Array(Uint8Array.from(tensor.rawData!).buffer);
          tensor.rawData = new Uint8Array(Float16Array.from(numbers).buffer);
          tensor.dataType = FLOAT16;
        }
      },
    });
    const card = await importing(folder, await folder.put("mine.onnx", made), exportCard());
    closeTo(await scoresOf(folder, card), expected, 3e-3);
    equal(card.notes!.length, 2);
    await requireVerified(folder, card);
  }));

Deno.test("a batch that a card notes is left out when the network's first axis is freed", () =>
  inModelFolder(async (folder) => {
    const path = await folder.put("mine.onnx", madeExport({ batch: 2 }));
    const card = await importing(folder, path, exportCard({ input: { ...PLAIN, batch: 2 } }));
    equal(card.input.batch, undefined);
    match(card.notes!.join(), /freed/);
  }));

Deno.test("scores are shown, and doubts about the card are said", () =>
  inModelFolder(async (folder) => {
    const [shown, doubts]: [string[], string[]] = [[], []];
    const say = {
      progress: (line: string) => void shown.push(line),
      warn: (line: string) => void doubts.push(line),
    };
    const path = await folder.put("mine.onnx", madeExport());
    await importing(folder, path, exportCard(), say);
    match(
      shown.join("\n"),
      /^P\(fake\) of the fixed images: drawn face 0\.\d{4}, dark turned face 0/m,
    );
    deepEqual(doubts, []);
    await importing(folder, path, exportCard({ input: { ...PLAIN, scale: 1 } }), say);
    match(doubts.join("\n"), /inputs range from 0 to 255/);
    await importing(folder, path, exportCard({ input: { ...PLAIN, std: [255, 255, 255] } }), say);
    match(doubts.join("\n"), /inputs range from 0 to 0\.00392/);
  }));

Deno.test("values that an output's name was taken for are renamed everywhere, in nested graphs as well", () =>
  inModelFolder(async (folder) => {
    const expected = await plainScores(folder);
    const branch = (name: string, inner: onnx.INodeProto) => ({
      name,
      type: 5,
      g: {
        name,
        node: [inner],
        output: [{ name: inner.output![0]!, type: { tensorType: { elemType: DOUBLE } } }],
      },
    });
    const choice = {
      opType: "If",
      input: ["yes"],
      output: ["chosen"],
      attribute: [
        branch("then_branch", node("Identity", ["score", "same"])),
        branch("else_branch", node("Neg", ["score", "other"])),
      ],
    };
    const made = madeExport({
      outputType: DOUBLE,
      constants: [{ name: "yes", dataType: 9, dims: [], rawData: Uint8Array.of(1) }],
      head: [node("Cast", ["logits", "score"], { to: DOUBLE }), choice],
      change: ({ graph }) =>
        void graph.output!.push({ name: "chosen", type: { tensorType: { elemType: DOUBLE } } }),
    });
    const card = await importing(folder, await folder.put("mine.onnx", made), exportCard());
    closeTo(await scoresOf(folder, card), expected, 1e-6);
  }));

for (const location of ["mine.onnx.data", "./mine.onnx.data", "weights/all.bin"]) {
  Deno.test(`constants in another file are put into the model: ${location}`, () =>
    inModelFolder(async (folder) => {
      const expected = await plainScores(folder);
      const path = await putSplit(folder, location);
      const card = await importing(folder, path, exportCard());
      deepEqual(await scoresOf(folder, card), expected);
      match(card.notes!.join(), /are now in the file itself/);
      deepEqual(folder.contents(), ["made", "made/card.json", "made/made.onnx"]);
      await requireVerified(folder, card);
    }));

  Deno.test(`a model too large for one file stays beside its constants: ${location}`, () =>
    inModelFolder(async (folder) => {
      const expected = await plainScores(folder);
      const path = await putSplit(folder, location);
      const card = await importing(folder, path, exportCard(), { largestFile: 600 });
      deepEqual(await scoresOf(folder, card), expected);
      equal(card.files.fp32!.data!.length, 1);
      ok(folder.contents().includes(`made/${location.replace("./", "")}`));
      await requireVerified(folder, card);
    }));
}

Deno.test("a model that is not beside its constants, or with other ones, is found out", () =>
  inModelFolder(async (folder) => {
    const path = await putSplit(folder, "mine.onnx.data");
    const card = await importing(folder, path, exportCard(), { largestFile: 600 });
    const data = join(folder.options.modelsFolder, card.name, "mine.onnx.data");
    Deno.writeFileSync(data, Deno.readFileSync(data).map((byte) => byte ^ 1));
    const changed = await errorOf(requireVerified(folder, card));
    equal(changed.code, "MODEL_CHANGED");
    match(changed.message, /mine\.onnx\.data/);
    Deno.removeSync(data);
    const missing = await errorOf(requireVerified(folder, card));
    equal(missing.code, "MODEL_DATA_BROKEN");
    match(missing.message, /mine\.onnx\.data/);
  }));

const REFUSED_DATA: readonly [what: string, prepare: (path: string) => void, RegExp][] = [
  ["missing", (path) => Deno.removeSync(`${path}.data`), /mine\.onnx\.data, which cannot be read/],
  [
    "too short",
    (path) => Deno.truncateSync(`${path}.data`, 100),
    /has 100 bytes, and constant \w+/,
  ],
  [
    "a Git-LFS pointer",
    (path) => Deno.writeTextFileSync(`${path}.data`, LFS_POINTER),
    /mine\.onnx\.data, .*Git-LFS pointer.*git lfs pull/,
  ],
];
const LFS_POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n";

for (const [what, prepare, says] of REFUSED_DATA) {
  Deno.test(`constants in another file are refused when it is ${what}`, () =>
    inModelFolder(async (folder) => {
      const path = await putSplit(folder, "mine.onnx.data");
      prepare(path);
      const error = await errorOf(importing(folder, path, exportCard()));
      equal(error.code, "MODEL_DATA_BROKEN");
      match(error.message, says);
      deepEqual(folder.contents(), []);
    }));
}

for (
  const location of [
    "../secret.bin",
    "/etc/passwd",
    "a/../../secret.bin",
    "..",
    "",
    "a\\b",
    "C:\\x",
  ]
) {
  Deno.test(`constants outside the model's folder are refused: "${location}"`, () =>
    inModelFolder(async (folder) => {
      const { model } = splitExport(madeExport(), location);
      const error = await errorOf(
        importing(folder, await folder.put("mine.onnx", model), exportCard()),
      );
      equal(error.code, "MODEL_UNFIT");
      match(error.message, /are in another file, .*outside its folder/);
    }));
}

interface Refusal {
  readonly what: string;
  readonly made: MadeExport;
  readonly card?: CardChanges;
  readonly says: RegExp;
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

/** Verifies a model as `models verify` does. */
async function requireVerified({ options }: ModelFolder, { name }: ModelCard): Promise<void> {
  const catalogue = await readCatalogue(options.modelsFolder);
  await verifyModel(catalogue.find(({ card }) => card.name === name)!);
}

/** Puts a model whose constants are in another file. @returns its path */
async function putSplit(folder: ModelFolder, location: string): Promise<string> {
  const { model, data } = splitExport(madeExport(), location);
  const path = await folder.put("mine.onnx", model);
  await Deno.mkdir(join(dirname(path), dirname(location)), { recursive: true });
  await folder.put(location, data);
  return path;
}

function closeTo(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  equal(actual.length, expected.length);
  for (const [i, one] of actual.entries()) {
    ok(Math.abs(one - expected[i]!) <= tolerance, `${actual} instead of ${expected}`);
  }
}
