import assert from "node:assert/strict";
import { join } from "node:path";
import { readCatalogue } from "../../src/stages/classifiers/catalogue.ts";
import { parseModelCard } from "../../src/stages/classifiers/parse_card.ts";
import { publishModel } from "../../src/models/publish_model.ts";
import { madeCard } from "../stages/classifiers/made_classifier.ts";
import { errorOf, inModelFolder } from "./model_folder.ts";

const CARD = parseModelCard({
  schemaVersion: 1,
  ...madeCard(),
  files: { fp32: { path: "made.onnx", sha256: null } },
}, "a test's card");

Deno.test("a model is listed only once it is complete", async () => {
  await inModelFolder(async ({ options, contents }) => {
    const { modelsFolder } = options;
    await publishModel("made", {
      ...options,
      async make(folder) {
        await Deno.writeTextFile(join(folder, "card.json"), JSON.stringify(CARD));
        assert.deepEqual(await readCatalogue(modelsFolder), []);
        return CARD;
      },
    });
    assert.deepEqual((await readCatalogue(modelsFolder)).map(({ card }) => card), [CARD]);
    assert.deepEqual(contents(), ["made", "made/card.json"]);
  });
});

Deno.test("files abandoned by a process are removed, not those of a running one", async () => {
  await inModelFolder(async ({ options, contents }) => {
    const workshops = [".making-old", ".making-new"];
    for (const name of workshops) {
      const folder = join(options.modelsFolder, name, "model");
      await Deno.mkdir(folder, { recursive: true });
      await Deno.writeTextFile(join(folder, "half.onnx"), "half");
    }
    const longAgo = new Date(Date.now() - 2 * 3_600_000);
    for (const path of ["model/half.onnx", "model", ""]) {
      await Deno.utime(join(options.modelsFolder, ".making-old", path), longAgo, longAgo);
    }
    await publishModel("made", { ...options, make: () => Promise.resolve(CARD) });
    const left = contents().filter((name) => !name.includes("/"));
    assert.deepEqual(left, [".making-new", "made"]);
  });
});

Deno.test("invalid names and files in a model's place are refused before anything is built", async () => {
  await inModelFolder(async ({ options }) => {
    const make = () => assert.fail("it must not come to this");
    for (const name of ["", ".", "..", "../made", "a/b", "Made", "-made", "made\n"]) {
      const error = await errorOf(publishModel(name, { ...options, make }));
      assert.deepEqual([error.code, error.exitCode], ["USAGE", 2], name);
    }
    await Deno.mkdir(options.modelsFolder, { recursive: true });
    await Deno.writeTextFile(join(options.modelsFolder, "made"), "a file");
    assert.equal((await errorOf(publishModel("made", { ...options, make }))).code, "MODEL_EXISTS");
  });
});
