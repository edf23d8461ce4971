import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { findExport } from "../../../src/models/cards/find_export.ts";
import { inFolder } from "../../commands/in_folder.ts";
import { errorOf } from "../model_folder.ts";

async function put(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await Deno.mkdir(dirname(join(folder, name)), { recursive: true });
    await Deno.writeTextFile(join(folder, name), "");
  }
}

const FOUND: readonly (readonly [readonly string[], string, RegExp | null])[] = [
  [["model.onnx", "config.json"], "model.onnx", null],
  [["onnx/model.onnx", "config.json", "model.safetensors"], "onnx/model.onnx", null],
  [
    ["onnx/model.onnx", "onnx/model_fp16.onnx", "onnx/model_quantized.onnx"],
    "onnx/model.onnx",
    /^Took onnx\/model\.onnx, not onnx\/model_fp16\.onnx, onnx\/model_quantized\.onnx\.$/,
  ],
  [["model.onnx", "onnx/model.onnx"], "model.onnx", /not onnx\/model\.onnx/],
  [["detector.onnx"], "detector.onnx", null],
  [["vit.onnx", "vit_quantized.onnx"], "vit.onnx", /not vit_quantized/],
  [["model_quantized.onnx"], "model_quantized.onnx", null],
];

for (const [names, file, note] of FOUND) {
  Deno.test(`of ${names.join(", ")} the model is ${file}`, () =>
    inFolder(async (folder) => {
      await put(folder, names);
      const found = await findExport(folder);
      assert.equal(found.file, join(folder, file));
      assert.deepEqual(found.folders.at(-1), folder);
      if (note === null) assert.deepEqual(found.notes, []);
      else assert.match(found.notes.join(), note);
    }));
}

Deno.test("a file in a folder onnx has its files in the folder around it too", async () => {
  assert.deepEqual((await findExport("a/onnx/model.onnx")).folders, ["a/onnx", "a"]);
  assert.deepEqual((await findExport("a/model.onnx")).folders, ["a"]);
});

const REFUSED: readonly (readonly [readonly string[], RegExp])[] = [
  [[], /no ONNX file.*Give the folder/],
  [["a.onnx", "b.onnx"], /several ONNX files.*a\.onnx, b\.onnx.*Give the path of one/],
  [["model.safetensors", "config.json"], /only weights \(model\.safetensors\).*optimum-cli export/],
];

for (const [names, says] of REFUSED) {
  Deno.test(`no model is chosen of ${names.join(", ") || "nothing"}`, () =>
    inFolder(async (folder) => {
      await put(folder, names);
      const error = await errorOf(findExport(folder));
      assert.deepEqual([error.code, error.exitCode], ["MODEL_NOT_FOUND", 3]);
      assert.match(error.message, says);
    }));
}
