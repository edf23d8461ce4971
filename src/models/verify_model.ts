import { join } from "node:path";
import type { CatalogueEntry } from "../stages/classifiers/catalogue.ts";
import { inputError } from "../records/errors.ts";
import type { Precision } from "../records/provider.ts";
import { checkModel } from "./check_model.ts";
import { HALF_TOLERANCE, halfDiffers, largestDifference } from "./complete_model.ts";
import { sha256File } from "../platform/files/hash.ts";
import { scoreVerificationImages } from "./fixed_image_scores.ts";
import { readGraphFacts } from "./graph_facts.ts";
import { takesBytes } from "./card_fit.ts";
import { inputWarnings, scoreWarnings } from "./score_warnings.ts";
import { determineFileStates } from "./model_state.ts";

/** Result of verifying a model. */
export interface VerifiedModel {
  /** Precisions whose file is present; empty: the model is not installed. */
  readonly precisions: readonly Precision[];
  /** Largest difference of P(fake) between them over the verification images; `null` without both. */
  readonly halfPrecisionDifference: number | null;
  /** P(fake) of each fixed image, of the first precision. */
  readonly scores: readonly number[];
  /** Reasons to doubt the card, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * Checks that the installed files of a model match their hashes and score the verification images as stated in
 * the card.
 * @throws AssayError (exit 3) MODEL_CHANGED, MODEL_UNFIT, or MODEL_HALF_DIFFERS unless the card records that
 * the difference was accepted
 */
export async function verifyModel(entry: CatalogueEntry): Promise<VerifiedModel> {
  const { card, folder, present } = entry;
  const states = await determineFileStates(entry);
  const changed = present.find((precision) => states[precision] === "changed");
  if (changed !== undefined) throw fileChanged(card.name, card.files[changed]!.path);
  for (const precision of present) await checkModel(entry, precision);
  const scores = new Map<Precision, readonly number[]>();
  for (const precision of present) {
    const path = join(folder, card.files[precision]!.path);
    scores.set(precision, await scoreVerificationImages(path, { card, precision }));
  }
  const [plain, half] = [scores.get("fp32"), scores.get("fp16")];
  const difference = plain && half ? largestDifference(plain, half) : null;
  if (difference !== null && difference > HALF_TOLERANCE && !card.verification?.forced) {
    throw halfDiffers(card.name, { difference });
  }
  const [first = []] = scores.values();
  return {
    precisions: present,
    halfPrecisionDifference: difference,
    scores: first,
    warnings: present.length === 0 ? [] : await warningsOf(entry, first),
  };
}

async function warningsOf(
  { card, folder, present }: CatalogueEntry,
  scores: readonly number[],
): Promise<readonly string[]> {
  const file = card.files[present[0]!]!.path;
  const path = join(folder, file);
  const { inputs } = await readGraphFacts(path, { sha256: await sha256File(path), file });
  // Bytes as they are were chosen on purpose, and warned of when the model was imported.
  const doubts = takesBytes(card.input) ? [] : inputWarnings(card.input, inputs[0]!);
  return [...doubts, ...scoreWarnings(scores)];
}

function fileChanged(name: string, path: string) {
  return inputError("MODEL_CHANGED", {
    what: `${path} of model "${name}" has changed since it was built or fetched`,
    remedy:
      "Fetch, build or import it again, or update the hash in the card if the change is intended",
  });
}
