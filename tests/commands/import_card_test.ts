import { deepEqual, equal, match } from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { onnx } from "onnx-proto";
import { projectRoot } from "../../src/platform/files/project.ts";
import { madeExport } from "../models/onnx/made_export.ts";
import { wordsOf } from "../examples/example_folder.ts";
import { inFolder } from "./in_folder.ts";
import { assay, errorCode, type Outcome } from "./run_assay.ts";

const models = join(projectRoot(), "models");

/** Runs a test with a folder and the name of a model that is removed afterwards. */
async function withName(run: (folder: string, name: string) => Promise<void>): Promise<void> {
  const name = `test-${crypto.randomUUID()}`;
  try {
    await inFolder((folder) => run(folder, name));
  } finally {
    await Deno.remove(join(models, name), { recursive: true }).catch(() => {});
  }
}

function cardOf(name: string) {
  return JSON.parse(readFileSync(join(models, name, "card.json"), "utf8"));
}

/** The commands in an outcome's error, as `assay` takes them. */
function remedies({ stderr }: Outcome): readonly (readonly string[])[] {
  return [...stderr.matchAll(/`deno task ([^`]+)`/g)].map(([, command]) => wordsOf(command!));
}

Deno.test("a folder as exporters make it is imported without a card, in fp32 and fp16", () =>
  withName(async (folder, name) => {
    const place = join(folder, name);
    mkdirSync(join(place, "onnx"), { recursive: true });
    writeFileSync(join(place, "onnx", "model.onnx"), madeExport({ logits: 2 }));
    writeFileSync(join(place, "onnx", "model_quantized.onnx"), "");
    const put = (file: string, content: object) =>
      writeFileSync(join(place, file), JSON.stringify(content));
    put("config.json", { id2label: { "0": "Deepfake", "1": "Realism" } });
    put("preprocessor_config.json", { image_mean: [0.5], image_std: [0.5], size: 16 });
    const outcome = await assay(["models", "import", place]);
    equal(outcome.code, 0, outcome.stderr);
    match(outcome.stdout, new RegExp(`^made models/${name}: fp32, fp16; float16 changes P`));
    match(outcome.stderr, /^Took onnx\/model\.onnx, not onnx\/model_quantized\.onnx\.$/m);
    match(outcome.stderr, /^output\.index 0, output\.polarity fake: config\.json \(id2label\)/m);
    const { input, output, notes, weights } = cardOf(name);
    deepEqual([input.mean, input.std, input.size], [[0.5, 0.5, 0.5], [0.5, 0.5, 0.5], 16]);
    deepEqual([output.activation, output.index, output.polarity], ["softmax", 0, "fake"]);
    deepEqual(notes, ["Took onnx/model.onnx, not onnx/model_quantized.onnx."]);
    equal(weights.file, "model.onnx");
  }));

Deno.test("what is unknown is listed at once with a draft, and both commands of the error work", () =>
  withName(async (folder, name) => {
    const file = join(folder, "a model.onnx");
    writeFileSync(file, madeExport({ logits: 2 }));
    const first = await assay(["models", "import", file, "--name", name]);
    deepEqual([first.code, errorCode(first)], [2, "MODEL_CARD_INCOMPLETE"], first.stderr);
    match(first.stderr, /normalised in training\? \(input\.mean, input\.std, input\.scale\)/);
    match(first.stderr, /Which class is fake\? \(output\.index\)/);
    const draft = join(folder, `${name}.card.json`);
    const [withCard, withFlags] = remedies(first);
    deepEqual(withCard, ["models", "import", file, "--name", name, "--card", draft]);

    const unfilled = await assay(withCard!);
    deepEqual([unfilled.code, errorCode(unfilled)], [2, "MODEL_CARD_INCOMPLETE"]);
    const text = readFileSync(draft, "utf8");
    const filled = text.replace('"scale": null', '"scale": 1').replace(
      '"index": null',
      '"index": 1',
    )
      .replace('"mean": null', '"mean": [0, 0, 0]').replace(
        '"std": null',
        '"std": [255, 255, 255]',
      );
    writeFileSync(draft, filled);
    const second = await assay(withCard!);
    equal(second.code, 0, second.stderr);
    deepEqual(cardOf(name).input.std, [255, 255, 255]);

    const again = await assay([...withFlags!, "--replace"]);
    equal(again.code, 0, again.stderr);
    deepEqual(cardOf(name).input.mean, [0.485, 0.456, 0.406]);
    equal(readFileSync(draft, "utf8"), filled, "a draft that was filled in stays");
  }));

Deno.test("what no card can mend is told before anything is asked for", () =>
  withName(async (folder, name) => {
    const file = join(folder, "wide.onnx");
    const wide = ({ graph }: { readonly graph: onnx.IGraphProto }) => {
      graph.input![0]!.type!.tensorType!.shape!.dim![3] = { dimValue: 32 };
    };
    writeFileSync(file, madeExport({ change: wide }));
    const outcome = await assay(["models", "import", file, "--name", name]);
    deepEqual([outcome.code, errorCode(outcome)], [3, "MODEL_UNFIT"], outcome.stderr);
    match(outcome.stderr, /32 x 16 pixels, and faces are square\. Export it anew/);
  }));

Deno.test("a second draft does not overwrite the first, and a folder that cannot be written is no obstacle", () =>
  withName(async (folder, name) => {
    const file = join(folder, "mine.onnx");
    writeFileSync(file, madeExport());
    const call = () => assay(["models", "import", file, "--name", name]);
    await call();
    await call();
    equal(existsSync(join(folder, `${name}.card-2.json`)), false, "the same draft is one file");
    writeFileSync(join(folder, `${name}.card.json`), "{}");
    await call();
    equal(readFileSync(join(folder, `${name}.card.json`), "utf8"), "{}");
    equal(existsSync(join(folder, `${name}.card-2.json`)), true);
  }));

Deno.test("a float16 file that cannot be made is left out with the reason", () =>
  withName(async (folder, name) => {
    const file = join(folder, "mine.onnx");
    writeFileSync(file, madeExport({ change: ({ graph }) => scaleApart(graph) }));
    const args = ["--fake", "1", "--mean", "0", "--std", "1", "--name", name];
    const outcome = await assay(["models", "import", file, ...args]);
    equal(outcome.code, 0, outcome.stderr);
    match(outcome.stderr, /^no float16 file, so variants with precision "fp16" cannot use it: /m);
    deepEqual(Object.keys(cardOf(name).files), ["fp32"]);
    equal(existsSync(join(models, name, `${name}.fp16.onnx`)), false);
  }));

Deno.test("all faults of a card are named at once, with their places; comments are allowed", () =>
  withName(async (folder, name) => {
    const [file, card] = [join(folder, "mine.onnx"), join(folder, "card.jsonc")];
    writeFileSync(file, madeExport());
    writeFileSync(
      card,
      `// mine
      { "$schema": "card.schema.json", "licence": "MIT", /* and */ "name": "${name}",
        "input": { "channels": "rgb", "mean": [0, 0], },
        "output": { "activation": "Sigmoid" } }`,
    );
    const outcome = await assay(["models", "import", file, "--card", card]);
    deepEqual([outcome.code, errorCode(outcome)], [3, "MODEL_CARD_BROKEN"], outcome.stderr);
    for (
      const says of [
        /input\.channels must be "RGB" or "BGR", not "rgb" \(Did you mean "RGB"\?\)/,
        /input\.mean/,
        /output\.activation .*Did you mean "sigmoid"\?/,
        /licence is not a key of a card \(Did you mean "license"\?\)/,
        /Correct these 4 faults/,
      ]
    ) match(outcome.stderr, says);
  }));

Deno.test("a card is shown, and corrected after the model has run with it", () =>
  withName(async (folder, name) => {
    const file = join(folder, "mine.onnx");
    writeFileSync(file, madeExport());
    const args = ["--fake", "1", "--mean", "0", "--std", "1", "--name", name];
    await assay(["models", "import", file, ...args]);
    const shown = await assay(["models", "card", name]);
    match(shown.stdout, /^output +score: column 0 after sigmoid is P\(fake\)$/m);
    match(shown.stdout, /^pixels +\(value of 0 to 255 \* 1\/255 - \[0, 0, 0\]\) \/ \[1, 1, 1\]$/m);
    const before = cardOf(name);
    deepEqual(JSON.parse((await assay(["models", "card", name, "--json"])).stdout), before);

    const turned = await assay(["models", "card", name, "--fake", "0", "--set", "license=MIT"]);
    equal(turned.code, 0, turned.stderr);
    match(turned.stdout, /^output\.polarity: "fake" -> "real"$/m);
    match(turned.stdout, /^license: "not stated" -> "MIT"$/m);
    match(
      turned.stdout,
      /^P\(fake\) of the fixed images: 0\.\d{4}.* -> .*change of at most 0\.\d/m,
    );
    const { output, license } = cardOf(name);
    deepEqual([output.polarity, license], ["real", "MIT"]);

    await assay(["models", "card", name, "--set", "preprocessing.margin=0.3"]);
    match((await assay(["models", "card", name])).stdout, /^trained with +margin 0\.3$/m);
    const wrong = await assay(["models", "card", name, "--set", "output.index=7"]);
    equal(wrong.code, 3, wrong.stderr);
    equal(cardOf(name).output.index, 0, "a card that does not run stays as it was");
    const same = await assay(["models", "card", name, "--fake", "0"]);
    match(same.stdout, /says so already/);
  }));

/** Scales one constant beyond float16 and another below it: in float32 they make up for each other. */
function scaleApart({ initializer }: onnx.IGraphProto): void {
  for (const [i, factor] of [1e7, 1e-7].entries()) {
    const bytes = Uint8Array.from(initializer![i]!.rawData!);
    const numbers = new Float32Array(bytes.buffer).map((number) => number * factor);
    initializer![i]!.rawData = new Uint8Array(numbers.buffer);
  }
}
