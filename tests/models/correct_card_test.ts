import assert from "node:assert/strict";
import { join } from "node:path";
import { correctCard } from "../../src/models/correct_card.ts";
import { importOnnx } from "../../src/models/import_model.ts";
import { madeCard, madeClassifier } from "../stages/classifiers/made_classifier.ts";
import { errorOf, inModelFolder, type ModelFolder } from "./model_folder.ts";

/** Makes a model of both precisions. @returns its folder and its card, with the address of a schema */
async function made({ options, put }: ModelFolder) {
  const path = await put("mine.onnx", madeClassifier());
  const precisions = ["fp32", "fp16"] as const;
  const given = { ...options, name: null, cardFile: "card.json", precisions };
  const card = await importOnnx(path, madeCard(), given);
  const raw = { $schema: "../../card.schema.json", ...card };
  return { folder: join(options.modelsFolder, "made"), raw, place: "models/made/card.json" };
}

Deno.test("the address of the schema is no change, and stays", () =>
  inModelFolder(async (models) => {
    const { folder, raw, place } = await made(models);
    const same = await correctCard(folder, { raw, corrected: raw, place });
    assert.deepEqual(same.changes, []);
    const { changes } = await correctCard(folder, {
      raw,
      corrected: { ...raw, license: "unknown" },
      place,
    });
    assert.deepEqual(changes.map(({ path }) => path), ["license"]);
    assert.equal((await models.card("made")).$schema, raw.$schema);
  }));

Deno.test("a value with which float16 differs too much is refused, and the card stays", () =>
  inModelFolder(async (models) => {
    const { folder, raw, place } = await made(models);
    await Deno.writeFile(join(folder, raw.files.fp16!.path), madeClassifier({ weight: 0.13 }));
    const before = await models.card("made");
    const corrected = { ...raw, license: "unknown" };
    const error = await errorOf(correctCard(folder, { raw, corrected, place }));
    assert.equal(error.code, "MODEL_HALF_DIFFERS");
    assert.match(error.remedy, /^Keep the value/);
    assert.deepEqual(await models.card("made"), before);
  }));
