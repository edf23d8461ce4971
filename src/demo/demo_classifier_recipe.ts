import {
  builtFilesAreIntact,
  type BuiltRecord,
  digestRecipe,
  readBuilt,
} from "../platform/files/built_record.ts";
import { sha256Hex } from "../platform/files/hash.ts";
import { type DemoDatasetRecipe, readDemoDatasetCard } from "./demo_dataset_card.ts";
import { DEMO_LABELS, demoLabels } from "./demo_labels.ts";
import { FACE_REGIONS } from "./face_regions.ts";

// Separate from the training itself, since every command checks whether the classifier is built.

/** Side of the prepared faces that the demo classifier takes, pixels. */
export const DEMO_FACE_SIZE = 192;

export const MODEL_FILE = "demo.onnx";
export const HALF_FILE = "demo.fp16.onnx";

/** Every fifth frame of a training clip is used; those between are nearly the same. */
export const FRAME_STEP = 5;
export const RIDGES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3] as const;
export const FOLDS = 6;

/**
 * Returns everything that determines the model, apart from code. Of the dataset these are the clips with label, split
 * and group, as one digest: training reads no tags.
 */
export function demoClassifierRecipe({ files }: BuiltRecord, dataset: DemoDatasetRecipe) {
  const labels = sha256Hex(demoLabels(dataset, { tagged: false }));
  return {
    dataset: digestRecipe({ ...files, [DEMO_LABELS]: labels }),
    size: DEMO_FACE_SIZE,
    step: FRAME_STEP,
    ridges: RIDGES,
    folds: FOLDS,
    regions: FACE_REGIONS,
    files: [MODEL_FILE, HALF_FILE],
  };
}

/**
 * Checks that the demo classifier in `folder` was trained on the current dataset, and its files are unchanged since
 * then.
 */
export async function demoClassifierIsBuilt(
  folder: string,
  datasetFolder: string,
): Promise<boolean> {
  const [model, dataset] = [await readBuilt(folder), await readBuilt(datasetFolder)];
  if (dataset === null) return false;
  const { recipe } = await readDemoDatasetCard(datasetFolder);
  if (model?.recipe !== digestRecipe(demoClassifierRecipe(dataset, recipe))) return false;
  return await builtFilesAreIntact(folder, model);
}
