import { deepEqual, equal, match, ok } from "node:assert/strict";
import { join } from "node:path";
import { errorOf, inModelFolder } from "./model_folder.ts";
import { madeExport } from "./onnx/made_export.ts";
import { splitExport } from "./onnx/split_export.ts";
import {
  exportCard,
  importing,
  plainScores,
  putSplit,
  requireVerified,
  scoresOf,
} from "./importing_exports.ts";

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
