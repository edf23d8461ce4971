import { digestRecipe, readBuilt } from "../platform/files/built_record.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { readDemoDatasetCard } from "./demo_dataset_card.ts";
import { DEMO_LABELS, demoLabels } from "./demo_labels.ts";

/**
 * Tells whether the demo dataset in `folder` was built from the recipe of its card, with the labels that this version
 * writes. Files that were changed since then do not count: they may have been changed on purpose.
 */
export async function demoDatasetIsBuilt(folder: string): Promise<boolean> {
  const [{ recipe }, built] = [await readDemoDatasetCard(folder), await readBuilt(folder)];
  return built?.recipe === digestRecipe(recipe) &&
    built.files[DEMO_LABELS] === sha256Hex(demoLabels(recipe));
}
