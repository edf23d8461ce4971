import { equal } from "node:assert/strict";
import { rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  demoClassifierIsBuilt,
  demoClassifierRecipe,
  HALF_FILE,
  MODEL_FILE,
} from "../../src/demo/demo_classifier_recipe.ts";
import { readDemoDatasetCard } from "../../src/demo/demo_dataset_card.ts";
import { recordBuilt, writeBuilt } from "../../src/platform/files/built_record.ts";
import { withFolder } from "../runs/with_folder.ts";
import { DEMO_DATASET } from "./small_demo.ts";

const card = await readDemoDatasetCard(DEMO_DATASET);

Deno.test("a demo classifier whose file is missing, truncated or changed counts as not built", () =>
  withFolder((dataset) =>
    withFolder(async (model) => {
      writeFileSync(join(dataset, "card.json"), JSON.stringify(card));
      const recorded = await recordBuilt(dataset, { recipe: "clips", names: [] });
      writeBuilt(dataset, recorded);
      equal(await demoClassifierIsBuilt(model, dataset), false);
      const build = async () => {
        const names = [MODEL_FILE, HALF_FILE];
        for (const name of names) writeFileSync(join(model, name), `bytes of ${name}`);
        const recipe = demoClassifierRecipe(recorded, card.recipe);
        writeBuilt(model, await recordBuilt(model, { recipe, names }));
      };
      const damages = [
        () => truncateSync(join(model, MODEL_FILE), 3),
        () => truncateSync(join(model, HALF_FILE), 0),
        () => writeFileSync(join(model, MODEL_FILE), `bytes 0f ${MODEL_FILE}`),
        () => rmSync(join(model, HALF_FILE)),
        () => truncateSync(join(model, "built.json"), 20),
      ];
      for (const damage of damages) {
        await build();
        equal(await demoClassifierIsBuilt(model, dataset), true);
        damage();
        equal(await demoClassifierIsBuilt(model, dataset), false, String(damage));
      }
    })
  ));
