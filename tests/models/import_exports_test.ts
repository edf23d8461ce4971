import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import type { onnx } from "onnx-proto";
import { inModelFolder } from "./model_folder.ts";
import {
  DOUBLE,
  FLOAT,
  FLOAT16,
  floats,
  integers,
  type MadeExport,
  madeExport,
  node,
  UINT8,
} from "./onnx/made_export.ts";
import {
  BYTES,
  type CardChanges,
  closeTo,
  exportCard,
  importing,
  PLAIN,
  plainScores,
  requireVerified,
  scoresOf,
} from "./importing_exports.ts";

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

Deno.test("a model whose file was changed at import is made again from the file that it came from, or its own", () =>
  inModelFolder(async (folder) => {
    const path = await folder.put("mine.onnx", madeExport({ batch: 1 }));
    const made = await importing(folder, path, exportCard());
    equal(made.files.fp32!.sha256 === made.weights!.sha256, false, "its first axis was freed");
    deepEqual((await importing(folder, path, made)).weights, made.weights);
    const own = join(folder.options.modelsFolder, made.name, made.files.fp32!.path);
    deepEqual((await importing(folder, own, made)).weights, made.weights);
  }));
