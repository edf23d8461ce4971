import assert from "node:assert/strict";
import protobuf, { type onnx } from "onnx-proto";
import { importOnnx } from "../../src/models/import_model.ts";
import { sha256File, sha256Hex } from "../../src/platform/files/hash.ts";
import {
  madeCard,
  type MadeClassifier,
  madeClassifier,
} from "../stages/classifiers/made_classifier.ts";
import { errorOf, inModelFolder } from "./model_folder.ts";

const NAMED = { name: null, cardFile: "card.json" };

Deno.test("an ONNX file and its card become a model in the requested precisions", async () => {
  await inModelFolder(async ({ options, put, contents, card }) => {
    const path = await put("mine.onnx", madeClassifier());
    const both = { ...options, ...NAMED, precisions: ["fp32", "fp16"] as const };
    const made = await importOnnx(path, madeCard(), both);
    assert.deepEqual(contents(), [
      "made",
      "made/card.json",
      "made/made.fp16.onnx",
      "made/made.onnx",
    ]);
    assert.deepEqual(await card("made"), JSON.parse(JSON.stringify(made)));
    const sha256 = await sha256File(path);
    assert.deepEqual(made.files.fp32, { path: "made.onnx", sha256 });
    assert.deepEqual(made.weights, { file: "mine.onnx", url: null, sha256 });
    assert.ok(made.verification!.halfPrecisionDifference! > 0, "float16 must show");
    assert.ok(made.verification!.halfPrecisionDifference! < 5e-3);
    await importOnnx(path, madeCard(), { ...options, ...NAMED, name: "other" });
    assert.equal((await card("other")).name, "other");
    assert.ok(
      contents().includes("other/other.onnx") && !contents().includes("other/other.fp16.onnx"),
    );
  });
});

Deno.test("cards with two-class softmax, P(real) and BGR are supported", async () => {
  await inModelFolder(async ({ options, put }) => {
    const path = await put("two.onnx", madeClassifier({ columns: 2 }));
    const { input } = madeCard();
    const card = madeCard({
      input: { ...input, channels: "BGR" },
      output: { name: "logits", activation: "softmax", index: 1, polarity: "real" },
    });
    const { output, input: made } = await importOnnx(path, card, { ...options, ...NAMED });
    assert.deepEqual(output, card.output);
    assert.equal(made.channels, "BGR");
  });
});

interface Refusal {
  readonly what: string;
  readonly classifier?: MadeClassifier;
  readonly bytes?: Uint8Array;
  readonly card?: unknown;
  readonly code: string;
  readonly says: RegExp;
}

const { input, output } = madeCard();

const REFUSALS: readonly Refusal[] = [
  {
    what: "a wrong input size",
    card: madeCard({ input: { ...input, size: 64 } }),
    code: "MODEL_UNFIT",
    says: /\[free, 3, 32, 32\].*NCHW with faces of 64 pixels/,
  },
  {
    what: "a layout that is the other one",
    card: madeCard({ input: { ...input, layout: "NHWC" } }),
    code: "MODEL_UNFIT",
    says: /NHWC/,
  },
  {
    what: "an unknown layout",
    card: madeCard({ input: { ...input, layout: "CHWN" } }),
    code: "MODEL_CARD_BROKEN",
    says: /card\.json: input\.layout/,
  },
  {
    what: "an input that does not exist",
    card: madeCard({ input: { ...input, name: "picture" } }),
    code: "MODEL_UNFIT",
    says: /no input "picture", only image/,
  },
  {
    what: "an output that does not exist",
    card: madeCard({ output: { ...output, name: "score" } }),
    code: "MODEL_UNFIT",
    says: /no output "score", only logits/,
  },
  {
    what: "an index beyond the output's columns",
    card: madeCard({ output: { ...output, index: 1 } }),
    code: "MODEL_UNFIT",
    says: /1 column, none of index 1/,
  },
  {
    what: "an activation that leaves no probability",
    classifier: { weight: 3 },
    card: madeCard({ output: { ...output, activation: "none" } }),
    code: "MODEL_UNFIT",
    says: /probability/,
  },
  {
    what: "a batch that is not the one the network is fixed at",
    classifier: { batch: 4 },
    card: madeCard({ input: { ...input, batch: 2 } }),
    code: "MODEL_UNFIT",
    says: /takes 4 faces in every run, and the card says "batch": 2/,
  },
  {
    what: "a network whose faces change one another's scores",
    classifier: { mixesBatch: true },
    code: "MODEL_UNFIT",
    says: /alone and .* in a batch/,
  },
  {
    what: "a second input",
    classifier: { wantsBias: true },
    code: "MODEL_UNFIT",
    says: /several inputs: image, bias/,
  },
  {
    what: "weights that are not numbers",
    classifier: { weight: NaN },
    code: "WEIGHTS_NOT_FINITE",
    says: /kernel/,
  },
  {
    what: "an infinite score",
    classifier: { weight: 1e30 },
    code: "MODEL_UNFIT",
    says: /Infinity/,
  },
  {
    what: "numbers in another file",
    bytes: edited(({ initializer }) => {
      const { rawData: _, ...rest } = initializer![0]!;
      initializer![0] = {
        ...rest,
        dataLocation: 1,
        externalData: [{ key: "location", value: "../secret.bin" }],
      };
    }),
    code: "MODEL_UNFIT",
    says: /kernel are in another file/,
  },
  {
    what: "numbers in another file, deep inside",
    bytes: edited((graph) => {
      const hidden = { name: "hidden", dataType: 1, dims: [1], dataLocation: 1 };
      const inner = { name: "inner", initializer: [hidden], node: [], output: [] };
      graph.node![0] = { ...graph.node![0], attribute: [{ name: "body", type: 5, g: inner }] };
    }),
    code: "MODEL_UNFIT",
    says: /hidden are in another file/,
  },
  {
    what: "an input that is not float32",
    bytes: edited(({ input }) => {
      input![0]!.type!.tensorType!.elemType = 2;
    }),
    code: "MODEL_UNFIT",
    says: /not float32/,
  },
  {
    what: "an operator that nobody knows",
    bytes: edited(({ node }) => {
      node![0]!.opType = "Teleport";
    }),
    code: "MODEL_BROKEN",
    says: /ONNX Runtime/,
  },
  {
    what: "a file that was cut short",
    bytes: madeClassifier().subarray(0, 400),
    code: "ONNX_BROKEN",
    says: /mine\.onnx/,
  },
  {
    what: "a file that is no ONNX",
    bytes: new TextEncoder().encode("hello, this is no model"),
    code: "ONNX_BROKEN",
    says: /mine\.onnx/,
  },
  { what: "an empty file", bytes: new Uint8Array(), code: "ONNX_BROKEN", says: /mine\.onnx/ },
  { what: "a card that is a list", card: [], code: "MODEL_CARD_BROKEN", says: /JSON object/ },
  {
    what: "a card with a misspelt key",
    card: { ...madeCard(), licence: "MIT" },
    code: "MODEL_CARD_BROKEN",
    says: /licence/,
  },
  {
    what: "a card that states another file's hash",
    card: madeCard({ files: { fp32: { path: "x.onnx", sha256: sha256Hex("x") } } }),
    code: "MODEL_CHANGED",
    says: /SHA-256/,
  },
  {
    what: "a name that leads elsewhere",
    card: madeCard({ name: "../made" }),
    code: "MODEL_CARD_BROKEN",
    says: /name/,
  },
];

for (const { what, classifier, bytes, card = madeCard(), code, says } of REFUSALS) {
  Deno.test(`refused without leaving files: ${what}`, async () => {
    await inModelFolder(async ({ options, put, contents }) => {
      const path = await put("mine.onnx", bytes ?? madeClassifier(classifier));
      const error = await errorOf(importOnnx(path, card, { ...options, ...NAMED }));
      assert.equal(error.code, code, error.message);
      assert.equal(error.exitCode, 3);
      assert.match(error.message, says);
      assert.deepEqual(contents(), []);
    });
  });
}

Deno.test("float16 that changes scores too much is refused, or accepted with --force and recorded in the card", async () => {
  await inModelFolder(async ({ options, put, contents }) => {
    const path = await put("near.onnx", edited(nearlyAlike));
    const half = { ...options, ...NAMED, precisions: ["fp32", "fp16"] as const };
    const error = await errorOf(importOnnx(path, madeCard(), half));
    assert.equal(error.code, "MODEL_HALF_DIFFERS");
    assert.deepEqual(contents(), []);
    const made = await importOnnx(path, madeCard(), { ...half, force: true });
    assert.equal(made.verification?.forced, true);
    assert.ok(made.verification.halfPrecisionDifference! > 5e-3);
  });
});

Deno.test("a network that fails in float16 is refused, even with --force; float32 alone is accepted", async () => {
  await inModelFolder(async ({ options, put, contents }) => {
    const path = await put("apart.onnx", edited(scaledApart));
    const half = { ...options, ...NAMED, precisions: ["fp16"] as const, force: true };
    const error = await errorOf(importOnnx(path, madeCard(), half));
    assert.equal(error.code, "MODEL_HALF_UNFIT");
    assert.match(error.message, /--precision fp32/);
    assert.deepEqual(contents(), []);
    await importOnnx(path, madeCard(), { ...options, ...NAMED });
    assert.deepEqual(contents(), ["made", "made/card.json", "made/made.onnx"]);
  });
});

Deno.test("float16 alone can be kept", async () => {
  await inModelFolder(async ({ options, put, contents }) => {
    const path = await put("mine.onnx", madeClassifier());
    const half = { ...options, ...NAMED, precisions: ["fp16"] as const };
    const { files, verification } = await importOnnx(path, madeCard(), half);
    assert.deepEqual(Object.keys(files), ["fp16"]);
    assert.notEqual(verification?.halfPrecisionDifference, null);
    assert.deepEqual(contents(), ["made", "made/card.json", "made/made.fp16.onnx"]);
  });
});

Deno.test("a model's name is taken unless it is replaced, and a face detector's always", async () => {
  await inModelFolder(async ({ options, put, card, home }) => {
    const path = await put("mine.onnx", madeClassifier());
    await importOnnx(path, madeCard(), { ...options, ...NAMED });
    const again = () =>
      importOnnx(path, madeCard({ description: "newer" }), { ...options, ...NAMED });
    const error = await errorOf(again());
    assert.deepEqual([error.code, error.exitCode], ["MODEL_EXISTS", 2]);
    assert.equal((await card("made")).description, "made by a test");
    await importOnnx(path, madeCard({ description: "newer" }), {
      ...options,
      ...NAMED,
      replace: true,
    });
    assert.equal((await card("made")).description, "newer");
    await Deno.mkdir(`${home}/models/mtcnn`);
    await Deno.writeTextFile(`${home}/models/mtcnn/card.json`, '{"kind":"face detector"}');
    const over = importOnnx(path, madeCard(), {
      ...options,
      ...NAMED,
      name: "mtcnn",
      replace: true,
    });
    assert.equal((await errorOf(over)).code, "MODEL_EXISTS");
  });
});

Deno.test("a model stays as it was when its replacement fails", async () => {
  await inModelFolder(async ({ options, put, card, contents }) => {
    const good = await put("good.onnx", madeClassifier());
    await importOnnx(good, madeCard(), { ...options, ...NAMED });
    const before = await card("made");
    const bad = await put("bad.onnx", madeClassifier({ mixesBatch: true }));
    await errorOf(importOnnx(bad, madeCard(), { ...options, ...NAMED, replace: true }));
    assert.deepEqual(await card("made"), before);
    assert.deepEqual(contents(), ["made", "made/card.json", "made/made.onnx"]);
  });
});

/** The made classifier with its graph changed. */
function edited(change: (graph: onnx.IGraphProto) => void): Uint8Array {
  const model = protobuf.onnx.ModelProto.decode(madeClassifier());
  change(model.graph!);
  return protobuf.onnx.ModelProto.encode(model).finish();
}

/** Four channels that differ by less than float16 can tell, and an output that lives on their differences. */
function nearlyAlike({ initializer }: onnx.IGraphProto): void {
  const first = numbersOf(initializer![0]!).subarray(0, 27);
  const kernel = Float32Array.from(
    { length: 108 },
    (_, i) => first[i % 27]! * (1 + 1e-4 * (i / 27)),
  );
  initializer![0]!.rawData = new Uint8Array(kernel.buffer);
  initializer![1]!.rawData = new Uint8Array(Float32Array.of(300, -300, 300, -300).buffer);
}

/** One constant beyond float16's range, the other below it: in float32 they make up for each other. */
function scaledApart({ initializer }: onnx.IGraphProto): void {
  for (const [i, factor] of [1e7, 1e-7].entries()) {
    const numbers = numbersOf(initializer![i]!).map((number) => number * factor);
    initializer![i]!.rawData = new Uint8Array(numbers.buffer);
  }
}

function numbersOf({ rawData }: onnx.ITensorProto): Float32Array<ArrayBuffer> {
  return new Float32Array(Uint8Array.from(rawData!).buffer);
}
