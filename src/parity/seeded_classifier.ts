import { join } from "node:path";
import {
  efficientnetLayout,
  type EfficientnetVariant,
} from "../models/networks/efficientnet_layout.ts";
import { buildEfficientnet } from "../models/networks/efficientnet.ts";
import { seededWeights } from "../models/networks/seeded_weights.ts";

/**
 * Writes an EfficientNet with the weights that were used for the golden data.
 * @returns absolute path of the file
 */
export async function buildSeededClassifier(
  folder: string,
  { variant, seed, headGain }: {
    readonly variant: EfficientnetVariant;
    readonly seed: number;
    readonly headGain: number;
  },
): Promise<string> {
  const path = join(folder, `${variant}-${seed}.onnx`);
  const parameters = seededWeights(efficientnetLayout(variant), { seed, headGain });
  await buildEfficientnet(path, { variant, parameters });
  return path;
}
