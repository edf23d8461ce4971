import assert from "node:assert/strict";
import { readJsonc } from "../../../src/base/text/jsonc.ts";
import { draftText } from "../../../src/models/cards/draft_text.ts";
import { findingLines } from "../../../src/models/cards/inferred_card.ts";
import { prepareCard } from "../../../src/models/cards/prepare_card.ts";
import { readAnswer } from "../../../src/models/cards/read_answer.ts";
import { parseWrittenCard } from "../../../src/stages/classifiers/parse_card.ts";
import { errorOf } from "../model_folder.ts";
import { floats, node, UINT8 } from "../onnx/made_export.ts";
import { type MadeEvidence, withEvidence } from "./evidence.ts";

const UNIT = { mean: [0, 0, 0], std: [1, 1, 1] } as const;
const HALF = { image_mean: [0.5, 0.5, 0.5], image_std: [0.5, 0.5, 0.5] };
const SIGMOID = [node("Sigmoid", ["logits", "score"])];
const HUGGING_FACE = {
  "config.json": { id2label: { 0: "Deepfake", 1: "Realism" } },
  "preprocessor_config.json": { ...HALF, size: { height: 16, width: 16 } },
};

interface Case extends MadeEvidence {
  /** Values that the card must have, by path. */
  readonly values?: Readonly<Record<string, unknown>>;
  /** Kinds of the questions that stay open. */
  readonly open?: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  "a bare file of one logit": {
    values: {
      "name": "mine",
      "input.name": "image",
      "input.size": 16,
      "input.layout": "NCHW",
      "input.channels": "RGB",
      "input.mean": null,
      "output.name": "score",
      "output.activation": "sigmoid",
      "output.index": 0,
      "output.polarity": null,
      "license": "not stated",
      "trainedOn": [],
    },
    open: ["normalisation", "fake"],
  },
  "a bare file of two logits": {
    model: { logits: 2 },
    values: { "output.activation": "softmax", "output.index": null, "output.polarity": "fake" },
    open: ["normalisation", "fake"],
  },
  "a file that ends in Sigmoid": {
    model: { head: SIGMOID },
    values: { "output.activation": "none" },
    open: ["normalisation", "fake"],
  },
  "a file that ends in Softmax": {
    model: { logits: 2, head: [node("Softmax", ["logits", "score"])] },
    values: { "output.activation": "none" },
    open: ["normalisation", "fake"],
  },
  "a file that ends in LogSoftmax": {
    model: { logits: 2, head: [node("LogSoftmax", ["logits", "score"])] },
    values: { "output.activation": "softmax" },
    open: ["normalisation", "fake"],
  },
  "a file that takes NHWC": {
    model: { layout: "NHWC" },
    values: { "input.layout": "NHWC", "input.size": 16 },
    open: ["normalisation", "fake"],
  },
  "a file that takes uint8": {
    model: { inputType: UINT8 },
    values: { "input.scale": 1, "input.mean": [0, 0, 0], "input.std": [1, 1, 1] },
    open: ["fake"],
  },
  "flags for everything": {
    flags: { ...UNIT, fake: "1", channels: "BGR", name: "other" },
    values: { "name": "other", "input.scale": 1 / 255, "input.channels": "BGR" },
    open: [],
  },
  "mean and std of values up to 255": {
    flags: { mean: [123.7, 116.3, 103.5], std: [58.4, 57.1, 57.4], fake: "0" },
    values: { "input.scale": 1, "output.polarity": "real", "output.index": 0 },
    open: [],
  },
  "mean without std": { flags: { mean: [0, 0, 0], fake: "1" }, open: ["normalisation"] },
  "an export of Hugging Face's": {
    name: "model.onnx",
    model: { logits: 2 },
    files: HUGGING_FACE,
    values: {
      "input.mean": [0.5, 0.5, 0.5],
      "input.scale": 1 / 255,
      "output.index": 0,
      "output.polarity": "fake",
      "output.activation": "softmax",
    },
    open: [],
  },
  "flags over the files": {
    model: { logits: 2 },
    files: HUGGING_FACE,
    flags: { fake: "realism", mean: [0, 0, 0] },
    values: { "output.index": 1, "input.mean": [0, 0, 0], "input.std": [0.5, 0.5, 0.5] },
    open: [],
  },
  "labels that say nothing": {
    model: { logits: 2 },
    files: { ...HUGGING_FACE, "config.json": { id2label: { 0: "LABEL_0", 1: "LABEL_1" } } },
    open: ["fake"],
  },
  "labels for another number of columns": {
    model: { logits: 2 },
    files: { ...HUGGING_FACE, "config.json": { id2label: { 0: "a", 1: "fake", 2: "real" } } },
    open: ["fake"],
  },
  "several labels at once": {
    model: { logits: 2 },
    files: {
      ...HUGGING_FACE,
      "config.json": {
        id2label: { 0: "real", 1: "fake" },
        problem_type: "multi_label_classification",
      },
    },
    values: { "output.activation": "sigmoid", "output.index": 1 },
    open: [],
  },
  "a card with the rest": {
    model: { logits: 2 },
    card: { input: { ...UNIT, scale: 1 }, output: { index: 0 }, license: "MIT" },
    values: { "input.scale": 1, "output.index": 0, "output.polarity": "fake", "license": "MIT" },
    open: [],
  },
  "a card that is a draft": {
    model: { logits: 2 },
    card: { input: { mean: null, std: null, scale: null }, output: { index: null } },
    open: ["normalisation", "fake"],
  },
  "free dimensions with names": {
    model: {
      change: ({ graph }) => {
        const dims = graph.input![0]!.type!.tensorType!.shape!.dim!;
        for (const [i, name] of ["n", "height", "width", "num_channels"].entries()) {
          dims[i] = { dimParam: name };
        }
      },
    },
    flags: { ...UNIT, fake: "1", size: 16 },
    values: { "input.layout": "NHWC", "input.size": 16 },
    open: [],
  },
  "a graph that divides by 255": {
    model: {
      constants: [floats("byte", [255], [])],
      change: ({ graph }) => {
        graph.node!.unshift(node("Div", ["image byte", "unit"]));
        graph.node!.find(({ opType }) => opType === "Conv")!.input![0] = "unit";
      },
    },
    flags: { fake: "1" },
    values: { "input.scale": 1, "input.mean": [0, 0, 0], "input.std": [1, 1, 1] },
    open: [],
  },
  "a free size": {
    model: {
      change: ({ graph }) => {
        for (const dim of graph.input![0]!.type!.tensorType!.shape!.dim!.slice(2)) {
          dim.dimValue = 0;
        }
      },
    },
    flags: { ...UNIT, fake: "1" },
    open: ["size"],
  },
  "several outputs of like names": {
    model: {
      change: ({ graph }) => void graph.output!.push({ ...graph.output![0]!, name: "flat" }),
    },
    flags: { ...UNIT, fake: "1", output: "flat" },
    values: { "output.name": "flat" },
    open: [],
  },
  "a logit among several outputs": {
    model: {
      head: [node("Identity", ["logits", "score"])],
      change: ({ graph }) => void graph.output!.unshift({ ...graph.output![0]!, name: "bent" }),
    },
    flags: { ...UNIT, fake: "1" },
    values: { "output.name": "score" },
    open: [],
  },
  "an activation that is written out": {
    model: {
      constants: [floats("one", [1])],
      head: [
        node("Neg", ["logits", "minus"]),
        node("Exp", ["minus", "power"]),
        node("Add", ["one power", "sum"]),
        node("Div", ["one sum", "score"]),
      ],
    },
    values: { "output.activation": "none" },
    open: ["normalisation", "fake"],
  },
};

for (const [what, { values = {}, open = [], ...made }] of Object.entries(CASES)) {
  Deno.test(`the card of ${what}`, () =>
    withEvidence(made, async (evidence) => {
      const { card, questions } = await prepareCard(evidence, null);
      for (const [path, value] of Object.entries(values)) {
        assert.deepEqual(valueAt(card, path), value, path);
      }
      assert.deepEqual(questions.map(({ kind }) => kind), open);
    }));
}

Deno.test("a model in a folder has the folder's name", () =>
  withEvidence({ name: "model.onnx", files: HUGGING_FACE }, async (evidence, folder) => {
    const { card } = await prepareCard(evidence, null);
    const name = folder.split("/").at(-1)!.toLowerCase().replace(/[^a-z0-9._-]+/g, "-");
    assert.equal(card.name, name);
  }));

Deno.test("it is said what was found and where, but not what was given or is a default", () =>
  withEvidence(
    { model: { logits: 2 }, files: HUGGING_FACE, flags: { name: "mine", channels: "RGB" } },
    async (evidence) => {
      const { facts } = await prepareCard(evidence, null);
      assert.deepEqual(findingLines(facts), [
        "input.name image, input.size 16, input.layout NCHW: the graph: input [batch, 3, 16, 16]",
        "input.scale 1/255, input.mean 0.5 0.5 0.5, input.std 0.5 0.5 0.5: preprocessor_config.json (image_mean, image_std, rescale_factor)",
        "output.name score: the graph: its only output",
        "output.activation softmax: the graph: 2 columns without an activation, logits of Gemm",
        'output.index 0, output.polarity fake: config.json (id2label): "Deepfake", "Realism"',
      ]);
    },
  ));

for (const logits of [1, 2] as const) {
  Deno.test(`a draft of ${logits} columns is a card, complete when its nulls are filled in`, () =>
    withEvidence({ model: { logits } }, async (evidence) => {
      const prepared = await prepareCard(evidence, null);
      const draft = draftText(prepared.card, { ...prepared, schema: "card.schema.json" });
      const nulls = draft.split("\n").filter((line) => /: null,?$/.test(line)).map((line) =>
        line.trim().split('"')[1]
      );
      assert.deepEqual(nulls, ["scale", "mean", "std", logits === 1 ? "polarity" : "index"]);
      assert.match(draft, /\/\/ To be filled in: How were pixel values normalised in training\?/);
      assert.match(draft, /"mean": \[0\.485,0\.456,0\.406\], "std": \[0\.229,0\.224,0\.225\]/);
      const filled = draft
        .replace('"scale": null', '"scale": 1').replace('"mean": null', '"mean": [0, 0, 0]')
        .replace('"std": null', '"std": [1, 1, 1]')
        .replace('"index": null', '"index": 1').replace('"polarity": null', '"polarity": "real"');
      const card = parseWrittenCard(readJsonc(filled), "draft");
      const again = await prepareCard({ ...evidence, written: { card, file: "draft" } }, null);
      assert.deepEqual(again.questions, []);
      assert.deepEqual(
        valueAt(again.card, "output.polarity"),
        logits === 1 ? "real" : "fake",
      );
    }));
}

Deno.test("what is left is asked, the first choice first, and answers count as flags do", () =>
  withEvidence({ model: { logits: 2 } }, async (evidence) => {
    const asked: string[] = [];
    const answers = ["2", "0"];
    const { card, questions } = await prepareCard(evidence, (question, about) => {
      asked.push(question.text);
      return Promise.resolve(readAnswer(question, answers.shift()!, about));
    });
    assert.deepEqual(asked, [
      "How were pixel values normalised in training?",
      "Which class is fake?",
    ]);
    assert.deepEqual(questions, []);
    assert.deepEqual(valueAt(card, "input.mean"), [0.5, 0.5, 0.5]);
    assert.equal(valueAt(card, "output.index"), 0);
  }));

Deno.test("a user who gives up leaves the rest open", () =>
  withEvidence({}, async (evidence) => {
    const { questions } = await prepareCard(evidence, () => Promise.resolve(null));
    assert.equal(questions.length, 2);
  }));

const ANSWERS: readonly (readonly [kind: string, typed: string, expected: object | null])[] = [
  ["normalisation", "", { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] }],
  ["normalisation", "4", { scale: 1, mean: [0, 0, 0], std: [1, 1, 1] }],
  ["normalisation", "0.1,0.2,0.3 / 1,1,2", { mean: [0.1, 0.2, 0.3], std: [1, 1, 2] }],
  ["normalisation", "1 2 3", null],
  ["normalisation", "1,2,3,0,1,1", null],
  ["normalisation", "imagenet", null],
  ["normalisation", "5", null],
  ["fake", "", { fake: { index: 1, polarity: "fake" } }],
  ["fake", "1", { fake: { index: 1, polarity: "fake" } }],
  ["fake", "2", null],
  ["fake", "0", { fake: { index: 0, polarity: "fake" } }],
  ["fake", "9", null],
  ["fake", "cat", null],
];

for (const [kind, typed, expected] of ANSWERS) {
  Deno.test(`"${typed}" as the answer about ${kind}`, () =>
    withEvidence({ model: { logits: 2 } }, async (evidence) => {
      const { questions, asked } = await prepareCard(evidence, null);
      const question = questions.find((one) => one.kind === kind)!;
      const found = readAnswer(question, typed, asked);
      if (expected === null) return assert.equal(found, null);
      for (const [name, value] of Object.entries(expected)) {
        const facts: Readonly<Record<string, { readonly value: unknown }>> = found ?? {};
        assert.deepEqual(facts[name]?.value, value);
      }
    }));
}

const NO_CLASS: readonly (readonly [1 | 2, string, RegExp])[] = [
  [2, "2", /--fake 2 is no class: there are 2 classes\. Give one of: 0, 1\./],
  [1, "2", /one column tells 0 from 1\. Give one of: 0, 1\./],
  [2, "deepfak", /--fake deepfak names no class\. Did you mean "Deepfake"\?/],
];

for (const [logits, fake, says] of NO_CLASS) {
  Deno.test(`--fake ${fake} names no class of ${logits} columns`, () =>
    withEvidence({ model: { logits }, flags: { fake }, files: HUGGING_FACE }, async (evidence) => {
      const error = await errorOf(prepareCard(evidence, null));
      assert.deepEqual([error.code, error.exitCode], ["USAGE", 2]);
      assert.match(error.message, says);
    }));
}

function valueAt(card: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>(
    (value, key) => (value as Record<string, unknown>)[key],
    card,
  );
}
