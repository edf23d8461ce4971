import { join } from "node:path";
import { writeAtomically } from "../platform/files/atomic_writer.ts";
import { digestRecipe, readBuilt, writeBuilt } from "../platform/files/built_record.ts";
import { sha256File, sha256Hex } from "../platform/files/hash.ts";
import { readDemoDatasetCard } from "./demo_dataset_card.ts";
import { demoDatasetIsBuilt } from "./demo_dataset_state.ts";
import { DEMO_LABELS, demoLabels } from "./demo_labels.ts";

/**
 * Writes the labels of a demo dataset again whose clips are those of the card's recipe, but whose labels are an older
 * version's. Labels that the user changed stay as they are.
 * @returns whether that was all that was needed; `false`: the dataset is up to date, or must be built
 */
export async function relabelDemoDataset(folder: string): Promise<boolean> {
  const [{ recipe }, built] = [await readDemoDatasetCard(folder), await readBuilt(folder)];
  if (built?.recipe !== digestRecipe(recipe) || await demoDatasetIsBuilt(folder)) return false;
  const path = join(folder, DEMO_LABELS), labels = demoLabels(recipe);
  const found = await sha256File(path).catch(() => null);
  if (found === built.files[DEMO_LABELS]) writeAtomically(path, [labels]);
  const files = { ...built.files, [DEMO_LABELS]: sha256Hex(labels) };
  writeBuilt(folder, { ...built, files, digest: digestRecipe(files) });
  return true;
}
