import { deepEqual, equal, match } from "node:assert/strict";
import { join } from "node:path";
import { scoreVerificationImages } from "../../src/models/fixed_image_scores.ts";
import { importOnnx } from "../../src/models/import_model.ts";
import { sharedJson, sharedPath, sharedTest } from "../shared_data.ts";
import { errorOf, inModelFolder, type ModelFolder } from "./model_folder.ts";

async function imported({ options }: ModelFolder, name: string) {
  const cardFile = `${name}.card.json`;
  return await importOnnx(
    sharedPath("cases", "models", `${name}.onnx`),
    sharedJson("cases", "models", cardFile),
    { ...options, name: null, cardFile },
  );
}

sharedTest(
  "one network gives the same scores however it was exported",
  () =>
    inModelFolder(async (folder) => {
      const scores: (readonly number[])[] = [];
      for (const name of ["n2logits", "fixed1", "ext"]) {
        const card = await imported(folder, name);
        const path = join(folder.options.modelsFolder, card.name, card.files.fp32!.path);
        const found = await scoreVerificationImages(path, { card, precision: "fp32" });
        scores.push(found.map((score) => Number(score.toFixed(5))));
      }
      for (const other of scores) deepEqual(other, scores[0]);
    }),
);

sharedTest(
  "a card that applies a sigmoid twice is refused with the right value",
  () =>
    inModelFolder(async (folder) => {
      const error = await errorOf(imported(folder, "double_sigmoid"));
      equal(error.code, "MODEL_UNFIT");
      match(error.message, /the right value is "activation": "none"/);
    }),
);
