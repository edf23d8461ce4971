import { join } from "node:path";
import type { CatalogueEntry } from "../stages/classifiers/catalogue.ts";
import { inputError } from "../records/errors.ts";
import type { Precision } from "../records/provider.ts";
import { HALF_TOLERANCE, halfDiffers, largestDifference } from "./complete_model.ts";
import { fixedImageScores } from "./fixed_image_scores.ts";
import { fileStates } from "./model_state.ts";

/** What verifying a model showed. */
export interface VerifiedModel {
  /** Precisions whose file is here; empty: the model is not here. */
  readonly precisions: readonly Precision[];
  /** The largest difference of P(fake) between them over the fixed images; `null` without both. */
  readonly halfPrecisionDifference: number | null;
}

/**
 * Makes sure that the files of a model that are here are those that they should be, and that they score the
 * fixed images as their card says.
 * @throws AssayError (exit 3) MODEL_CHANGED, MODEL_UNFIT, or MODEL_HALF_DIFFERS unless the card says that it
 * was accepted
 */
export async function verifyModel(entry: CatalogueEntry): Promise<VerifiedModel> {
  const { card, folder, present } = entry;
  const states = await fileStates(entry);
  const changed = present.find((precision) => states[precision] === "changed");
  if (changed !== undefined) throw fileChanged(card.name, card.files[changed]!.path);
  const scores = new Map<Precision, readonly number[]>();
  for (const precision of present) {
    const path = join(folder, card.files[precision]!.path);
    scores.set(precision, await fixedImageScores(path, { card, precision }));
  }
  const [plain, half] = [scores.get("fp32"), scores.get("fp16")];
  const difference = plain && half ? largestDifference(plain, half) : null;
  if (difference !== null && difference > HALF_TOLERANCE && !card.verification?.forced) {
    throw halfDiffers(card.name, difference);
  }
  return { precisions: present, halfPrecisionDifference: difference };
}

function fileChanged(name: string, path: string) {
  return inputError("MODEL_CHANGED", {
    what: `${path} of model "${name}" is not the file that was made or fetched`,
    remedy:
      "Fetch, build or import it again, or state its hash in the card if you changed it on purpose",
  });
}
