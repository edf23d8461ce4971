import { deepEqual, equal, match, notEqual } from "node:assert/strict";
import { join } from "node:path";
import { checkModel, modelFileBytes } from "../../src/models/check_model.ts";
import { readCatalogue } from "../../src/stages/classifiers/catalogue.ts";
import { sha256Hex } from "../../src/platform/files/hash.ts";
import { madeCard } from "../stages/classifiers/made_classifier.ts";
import { errorOf, inModelFolder, type ModelFolder } from "./model_folder.ts";
import { DOUBLE, EXPORT_SIZE, madeExport, node } from "./onnx/made_export.ts";
import { splitExport } from "./onnx/split_export.ts";

/** Puts a model into its folder by hand. */
function place(
  { options: { modelsFolder } }: ModelFolder,
  files: Readonly<Record<string, Uint8Array>>,
  activation = "sigmoid",
): string {
  const folder = join(modelsFolder, "made");
  Deno.mkdirSync(folder, { recursive: true });
  const card = {
    schemaVersion: 1,
    ...madeCard({
      input: { ...madeCard().input, size: EXPORT_SIZE },
      output: { name: "score", activation, index: 0, polarity: "fake" },
    }),
    files: { fp32: { path: "model.onnx", sha256: null } },
  };
  Deno.writeTextFileSync(join(folder, "card.json"), JSON.stringify(card));
  for (const [name, bytes] of Object.entries(files)) Deno.writeFileSync(join(folder, name), bytes);
  return folder;
}

async function check({ options: { modelsFolder } }: ModelFolder): Promise<string> {
  const [entry] = await readCatalogue(modelsFolder);
  return await checkModel(entry!, "fp32");
}

Deno.test("a model placed by hand is checked as an imported one is, and its hash is that of its file", () =>
  inModelFolder(async (folder) => {
    const bytes = madeExport();
    place(folder, { "model.onnx": bytes });
    equal(await check(folder), sha256Hex(bytes));
    const sigmoid = madeExport({ head: [node("Sigmoid", ["logits", "score"])] });
    place(folder, { "model.onnx": sigmoid });
    const twice = await errorOf(check(folder));
    equal(twice.code, "MODEL_UNFIT");
    match(twice.message, /^model\.onnx .* the right value is "activation": "none"/);
    place(folder, { "model.onnx": sigmoid }, "none");
    equal(await check(folder), sha256Hex(sigmoid));
    place(folder, { "model.onnx": madeExport({ inputType: DOUBLE }) });
    match((await errorOf(check(folder))).message, /float64.*`deno task models import/);
    place(folder, { "model.onnx": new TextEncoder().encode("<html>") });
    match((await errorOf(check(folder))).message, /model\.onnx is a web page/);
  }));

Deno.test("the identity of a model whose constants lie beside it includes them", () =>
  inModelFolder(async (folder) => {
    const { model, data } = splitExport(madeExport(), "model.onnx.data");
    const placed = (numbers: Uint8Array) =>
      place(folder, { "model.onnx": model, "model.onnx.data": numbers });
    const at = placed(data);
    const first = await check(folder);
    notEqual(first, sha256Hex(model));
    equal(await check(folder), first);
    placed(data.map((byte) => byte ^ 1));
    notEqual(await check(folder), first);
    Deno.removeSync(join(at, "model.onnx.data"));
    match((await errorOf(check(folder))).message, /model\.onnx\.data, which cannot be read/);
    place(folder, { "model.onnx": splitExport(madeExport(), "../card.json").model });
    match((await errorOf(check(folder))).message, /\.\.\/card\.json, outside its folder/);
  }));

Deno.test("a graph is read once for each file, and again where the note is broken or cannot be kept", () =>
  inModelFolder(async (folder) => {
    place(folder, { "model.onnx": madeExport() });
    const sha256 = await check(folder);
    const note = join(folder.home, "networks", `${sha256}.json`);
    const written = Deno.readTextFileSync(note);
    Deno.writeTextFileSync(note, written.replaceAll('"float32"', '"float16"'));
    match((await errorOf(check(folder))).message, /float16/); // the note is what is read
    for (const broken of ["", "{", '{"version":0}', "null"]) {
      Deno.writeTextFileSync(note, broken);
      equal(await check(folder), sha256);
      equal(Deno.readTextFileSync(note), written);
    }
    Deno.removeSync(join(folder.home, "networks"), { recursive: true });
    Deno.writeTextFileSync(join(folder.home, "networks"), "a file in the folder's place");
    equal(await check(folder), sha256);
  }));

Deno.test("the size of a model counts the files that its card lists", () =>
  inModelFolder(async (folder) => {
    const { model, data } = splitExport(madeExport(), "model.onnx.data");
    place(folder, { "model.onnx": model, "model.onnx.data": data });
    const [entry] = await readCatalogue(folder.options.modelsFolder);
    deepEqual(await modelFileBytes(entry!, "fp32"), model.length);
    const fp32 = { ...entry!.card.files.fp32!, data: [{ path: "model.onnx.data", sha256: "" }] };
    const listed = { ...entry!, card: { ...entry!.card, files: { fp32 } } };
    equal(await modelFileBytes(listed, "fp32"), model.length + data.length);
  }));
