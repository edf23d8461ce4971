import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parseModelCard } from "../stages/classifiers/catalogue.ts";
import type { ModelCard, ModelFile, ModelVerification } from "../stages/classifiers/model_card.ts";
import { AssayError, inputError } from "../records/errors.ts";
import { type Precision, PRECISIONS } from "../records/provider.ts";
import { sha256File } from "../platform/files/hash.ts";
import { ONNX_RUNTIME_VERSION } from "../platform/onnxruntime/provider.ts";
import { fixedImageScores } from "./fixed_image_scores.ts";
import { buildHalfPrecision } from "./half_precision.ts";
import { VERIFICATION_IMAGES } from "./verification_images.ts";

/** What a card says before its model is made. */
export type ModelDraft = Omit<ModelCard, "schemaVersion" | "family" | "files" | "verification">;

/** How a model is made. */
export interface MakeOptions {
  /** Which files it is to have, at least one. */
  readonly precisions: readonly Precision[];
  /** Whether a float16 file that differs too much from float32 is accepted. */
  readonly force: boolean;
  /**
   * A card that the model had: where the same files are made again it keeps what it says of their
   * verification, which differs a little from one processor to the next.
   */
  readonly earlier?: ModelCard;
  /** Takes a line about what is being done. */
  readonly progress: (line: string) => void;
}

/** How far float16 may move P(fake). */
export const HALF_TOLERANCE = 5e-3;

/** The name of a model's file in the folder of its card. */
export function modelFileName(name: string, precision: Precision): string {
  return precision === "fp32" ? `${name}.onnx` : `${name}.${precision}.onnx`;
}

/**
 * Completes a model whose float32 file lies in a folder: makes its float16 file where that is wanted, and runs
 * what there is on the verification images.
 * @param folder with the float32 file, and nothing that matters beside it
 * @returns the card, with the hashes of the files and what running them showed
 * @throws AssayError (exit 3) MODEL_UNFIT, ONNX_NOT_CONVERTIBLE, MODEL_HALF_UNFIT, MODEL_HALF_DIFFERS
 */
export async function completeModel(
  folder: string,
  draft: ModelDraft,
  options: MakeOptions,
): Promise<ModelCard> {
  const { precisions, earlier, progress } = options;
  const plain = join(folder, modelFileName(draft.name, "fp32"));
  if (precisions.includes("fp16")) {
    progress("converting it to float16");
    await buildHalfPrecision(plain, join(folder, modelFileName(draft.name, "fp16")));
  }
  progress(`running it on ${VERIFICATION_IMAGES} fixed images`);
  const shown = await verified(folder, draft, options);
  if (!precisions.includes("fp32")) await Deno.remove(plain);
  const files = await modelFiles(folder, draft.name, precisions);
  const same = earlier !== undefined && isDeepStrictEqual(files, earlier.files);
  const verification = same ? earlier.verification ?? shown : shown;
  const card = { schemaVersion: 1, family: "onnx", ...draft, files, verification };
  return parseModelCard(card, "the card"); // in the schema's order
}

async function verified(
  folder: string,
  draft: ModelDraft,
  { precisions, force }: MakeOptions,
): Promise<ModelVerification> {
  const scores = (precision: Precision) =>
    fixedImageScores(join(folder, modelFileName(draft.name, precision)), {
      card: draft,
      precision,
    });
  const plain = await scores("fp32");
  const difference = precisions.includes("fp16")
    ? largestDifference(plain, await scores("fp16").catch((cause) => throwHalfUnfit(draft, cause)))
    : null;
  const tooFar = difference !== null && difference > HALF_TOLERANCE;
  if (tooFar && !force) throw halfDiffers(draft.name, difference);
  return {
    onnxRuntime: ONNX_RUNTIME_VERSION,
    images: VERIFICATION_IMAGES,
    halfPrecisionDifference: difference,
    forced: tooFar,
  };
}

async function modelFiles(
  folder: string,
  name: string,
  precisions: readonly Precision[],
): Promise<ModelCard["files"]> {
  const files: Partial<Record<Precision, ModelFile>> = {};
  for (const precision of PRECISIONS.filter((one) => precisions.includes(one))) {
    const path = modelFileName(name, precision);
    files[precision] = { path, sha256: await sha256File(join(folder, path)) };
  }
  return files;
}

/** How far float16 moved any score. To three digits, which is more than another processor would give again. */
export function largestDifference(plain: readonly number[], half: readonly number[]): number {
  return Number(Math.max(...plain.map((score, i) => Math.abs(score - half[i]!))).toPrecision(3));
}

/** What breaks a network in float16 and not in float32 is no fault of its card. */
function throwHalfUnfit({ name }: ModelDraft, cause: unknown): never {
  if (!(cause instanceof AssayError)) throw cause;
  throw inputError("MODEL_HALF_UNFIT", {
    what: `float16 breaks ${name}: ${cause.what}`,
    remedy: "Leave it out with --precision fp32",
    cause,
  });
}

/** The error for a float16 file that differs too much. */
export function halfDiffers(name: string, difference: number) {
  return inputError("MODEL_HALF_DIFFERS", {
    what:
      `float16 moves P(fake) of ${name} by up to ${difference}, which is more than ${HALF_TOLERANCE}`,
    remedy: "Leave it out with --precision fp32, or accept it with --force",
  });
}
