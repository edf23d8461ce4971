import { join } from "node:path";
import type { ModelCard } from "../stages/classifiers/model_card.ts";
import type { PlannedModel } from "../pipeline/plan/plan.ts";
import { efficientnetInterface } from "../models/networks/efficientnet.ts";
import { buildHalfPrecision } from "../models/half_precision.ts";
import { buildMesonet, MESONET_INTERFACE, MESONETS } from "../models/networks/mesonet.ts";
import type { ParityContext } from "./contract.ts";
import type { GoldenClassifier } from "./golden_runs.ts";
import { buildSeededClassifier } from "./seeded_classifier.ts";

/** Names of the models that golden runs are repeated with. */
export const SEEDED = "b0";
export const MESO4 = "meso4-df";

/**
 * Builds the classifiers of the golden runs in the work folder: the seeded EfficientNet-B0 in both precisions, and
 * MesoNet if its weights are in the media folder.
 */
export async function goldenModels(
  { golden, workFolder }: ParityContext,
  { seed, fcGain, inputSize }: GoldenClassifier,
): Promise<PlannedModel[]> {
  const fp32 = await buildSeededClassifier(workFolder, { variant: "b0", seed, headGain: fcGain });
  await buildHalfPrecision(fp32, join(workFolder, "b0.fp16.onnx"));
  const files = {
    fp32: { path: `b0-${seed}.onnx`, sha256: null },
    fp16: { path: "b0.fp16.onnx", sha256: null },
  };
  const seeded = { ...card(SEEDED), files, ...efficientnetInterface(inputSize) };
  const weights = golden.media("mesonet", MESONETS[MESO4].file);
  if (weights === null) return [planned(seeded, workFolder)];
  const { architecture } = MESONETS[MESO4];
  await buildMesonet(weights, { architecture, path: join(workFolder, "meso4.onnx") });
  const meso = {
    ...card(MESO4),
    files: { fp32: { path: "meso4.onnx", sha256: null } },
    ...MESONET_INTERFACE,
  };
  return [planned(seeded, workFolder), planned(meso, workFolder)];
}

function card(name: string) {
  return {
    schemaVersion: 1,
    name,
    family: "onnx",
    description: "",
    license: "",
    source: "golden data",
    trainedOn: [],
    limits: "",
  } as const;
}

/** Makes a planned model with names in place of hashes, since keys are not used here. */
function planned(card: ModelCard, folder: string): PlannedModel {
  const sha256 = { fp32: card.name, fp16: `${card.name} fp16` };
  return { card, folder, sha256, interface: card.name };
}
