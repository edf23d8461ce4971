import { equal, ok } from "node:assert/strict";
import { dirname, join } from "node:path";
import { importOnnx } from "../../src/models/import_model.ts";
import { scoreVerificationImages } from "../../src/models/fixed_image_scores.ts";
import { verifyModel } from "../../src/models/verify_model.ts";
import type { ModelCard } from "../../src/stages/classifiers/model_card.ts";
import { readCatalogue } from "../../src/stages/classifiers/catalogue.ts";
import { madeCard } from "../stages/classifiers/made_classifier.ts";
import type { ModelFolder } from "./model_folder.ts";
import { EXPORT_SIZE, madeExport } from "./onnx/made_export.ts";
import { splitExport } from "./onnx/split_export.ts";

type Activation = ModelCard["output"]["activation"];

/** Input section of the plain export: x / 255. */
export const PLAIN = { scale: 1 / 255, mean: [0, 0, 0], std: [1, 1, 1] };
/** Bytes as they are. */
export const BYTES = { ...PLAIN, scale: 1 };

/** What a test changes in the card of an export. */
export interface CardChanges {
  readonly activation?: Activation;
  readonly index?: number;
  readonly polarity?: "fake" | "real";
  readonly input?: Readonly<Record<string, unknown>>;
}

/** The card of an export. */
export function exportCard(
  { activation = "sigmoid", index = 0, polarity = "fake", input = PLAIN }: CardChanges = {},
) {
  return madeCard({
    input: { name: "image", size: EXPORT_SIZE, channels: "RGB", layout: "NCHW", ...input },
    output: { name: "score", activation, index, polarity },
  });
}

/** Imports an export in place of an earlier one. */
export function importing({ options }: ModelFolder, path: string, card: unknown, more = {}) {
  return importOnnx(path, card, {
    ...options,
    name: null,
    cardFile: "card.json",
    replace: true,
    ...more,
  });
}

/** Scores of an imported model. */
export async function scoresOf(
  { options }: ModelFolder,
  card: ModelCard,
): Promise<readonly number[]> {
  const path = join(options.modelsFolder, card.name, card.files.fp32!.path);
  return await scoreVerificationImages(path, { card, precision: "fp32" });
}

/** Scores of the plain export, from the file itself. */
export async function plainScores({ put }: ModelFolder): Promise<readonly number[]> {
  const path = await put("plain.onnx", madeExport());
  const { input, output } = exportCard();
  return await scoreVerificationImages(path, { card: { input, output }, precision: "fp32" });
}

/** Verifies a model as `models verify` does. */
export async function requireVerified(
  { options }: ModelFolder,
  { name }: ModelCard,
): Promise<void> {
  const catalogue = await readCatalogue(options.modelsFolder);
  await verifyModel(catalogue.find(({ card }) => card.name === name)!);
}

/** Puts a model whose constants are in another file. @returns its path */
export async function putSplit(folder: ModelFolder, location: string): Promise<string> {
  const { model, data } = splitExport(madeExport(), location);
  const path = await folder.put("mine.onnx", model);
  await Deno.mkdir(join(dirname(path), dirname(location)), { recursive: true });
  await folder.put(location, data);
  return path;
}

/** Asserts that scores are equal but for a tolerance. */
export function closeTo(
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
): void {
  equal(actual.length, expected.length);
  for (const [i, one] of actual.entries()) {
    ok(Math.abs(one - expected[i]!) <= tolerance, `${actual} instead of ${expected}`);
  }
}
