import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parseModelCard } from "../stages/classifiers/parse_card.ts";
import type { ModelCard, ModelFile, ModelVerification } from "../stages/classifiers/model_card.ts";
import { AssayError, inputError } from "../records/errors.ts";
import { type Precision, PRECISIONS } from "../records/provider.ts";
import { sha256File } from "../platform/files/hash.ts";
import { ONNX_RUNTIME_VERSION } from "../platform/onnxruntime/provider.ts";
import { scoreVerificationImages } from "./fixed_image_scores.ts";
import { buildHalfPrecision } from "./half_precision.ts";
import { readGraphFacts } from "./graph_facts.ts";
import { inputWarnings, scoresText, scoreWarnings } from "./score_warnings.ts";
import { VERIFICATION_IMAGES } from "./verification_images.ts";
import { largest } from "../base/numeric/extremes.ts";

/** A model card without the fields that are filled in when the model is complete. */
export type ModelDraft = Omit<ModelCard, "schemaVersion" | "family" | "files" | "verification">;

/** Options of completing a model. */
export interface MakeOptions {
  /** Precisions of its files, at least one. */
  readonly precisions: readonly Precision[];
  /** Adds a float16 file if the model is one file and its scores stay close enough; default: no. */
  readonly halfIfFit?: boolean;
  /** Accepts a float16 file whose scores differ too much from float32's. */
  readonly force: boolean;
  /**
   * Existing card of the model: if the same files result, its verification scores are kept, since they differ
   * slightly between processors.
   */
  readonly earlier?: ModelCard;
  /** Files with the float32 file's constants, relative to its folder; default: it contains them. */
  readonly data?: readonly string[];
  /** Called with reasons to doubt the card, one sentence each, and shown the scores; default: neither is wanted. */
  readonly warn?: (line: string) => void;
  /** Called with progress messages. */
  readonly progress: (line: string) => void;
}

/** Largest accepted difference of P(fake) between float16 and float32. */
export const HALF_TOLERANCE = 5e-3;

/** Returns the name of a model's file in the folder of its card. */
export function modelFileName(name: string, precision: Precision): string {
  return precision === "fp32" ? `${name}.onnx` : `${name}.${precision}.onnx`;
}

/** Errors that say that a model is fit for float32 only. */
const HALF_FAULTS = ["ONNX_NOT_CONVERTIBLE", "MODEL_HALF_UNFIT", "MODEL_HALF_DIFFERS"];

/**
 * Completes a model whose float32 file is in a folder: creates its float16 file if requested, and runs all
 * files on the verification images.
 * @param folder with the float32 file only
 * @returns the card, with the files' hashes and verification scores
 * @throws AssayError (exit 3) MODEL_UNFIT, ONNX_NOT_CONVERTIBLE, MODEL_HALF_UNFIT, MODEL_HALF_DIFFERS
 */
export async function completeModel(
  folder: string,
  draft: ModelDraft,
  options: MakeOptions,
): Promise<ModelCard> {
  const { precisions, halfIfFit = false, data = [], progress } = options;
  const triesHalf = halfIfFit && data.length === 0 && !precisions.includes("fp16");
  if (!triesHalf) return await complete(folder, draft, options);
  try {
    return await complete(folder, draft, { ...options, precisions: [...precisions, "fp16"] });
  } catch (error) {
    if (!(error instanceof AssayError) || !HALF_FAULTS.includes(error.code)) throw error;
    progress(`no float16 file, so variants with precision "fp16" cannot use it: ${error.what}`);
    await Deno.remove(join(folder, modelFileName(draft.name, "fp16"))).catch(() => {});
    return await complete(folder, draft, options);
  }
}

async function complete(
  folder: string,
  draft: ModelDraft,
  options: MakeOptions,
): Promise<ModelCard> {
  const { precisions, earlier, data = [], progress } = options;
  const plain = join(folder, modelFileName(draft.name, "fp32"));
  if (precisions.includes("fp16")) {
    progress("converting to float16");
    await buildHalfPrecision(plain, join(folder, modelFileName(draft.name, "fp16")));
  }
  progress(`running it on ${VERIFICATION_IMAGES} fixed images`);
  const { verification: shown, scores } = await addVerification(folder, draft, options);
  if (!precisions.includes("fp32")) await Deno.remove(plain);
  const files = await modelFiles(folder, { name: draft.name, precisions, data });
  await warnOf({ folder, draft, files, scores }, options);
  const same = earlier !== undefined && isDeepStrictEqual(files, earlier.files);
  const verification = same ? earlier.verification ?? shown : shown;
  const card = { schemaVersion: 1, family: "onnx", ...draft, files, verification };
  return parseModelCard(card, "the card"); // in the schema's order
}

async function addVerification(
  folder: string,
  draft: ModelDraft,
  { precisions, force }: MakeOptions,
): Promise<{ readonly verification: ModelVerification; readonly scores: readonly number[] }> {
  const scores = (precision: Precision) =>
    scoreVerificationImages(join(folder, modelFileName(draft.name, precision)), {
      card: draft,
      precision,
    });
  const plain = await scores("fp32");
  const difference = precisions.includes("fp16")
    ? largestDifference(plain, await scores("fp16").catch((cause) => throwHalfUnfit(draft, cause)))
    : null;
  const tooFar = difference !== null && difference > HALF_TOLERANCE;
  if (tooFar && !force) throw halfDiffers(draft.name, { difference });
  const verification = {
    onnxRuntime: ONNX_RUNTIME_VERSION,
    images: VERIFICATION_IMAGES,
    halfPrecisionDifference: difference,
    forced: tooFar,
  };
  return { verification, scores: plain };
}

/** Shows the scores of the fixed images and what makes them or the card doubtful. */
async function warnOf(
  { folder, draft, files, scores }: {
    readonly folder: string;
    readonly draft: ModelDraft;
    readonly files: ModelCard["files"];
    readonly scores: readonly number[];
  },
  { warn, progress }: MakeOptions,
): Promise<void> {
  if (warn === undefined) return;
  progress(scoresText(scores));
  const { path: file, sha256 } = (files.fp32 ?? files.fp16)!;
  const { inputs } = await readGraphFacts(join(folder, file), { sha256: sha256!, file });
  for (const line of inputWarnings(draft.input, inputs[0]!)) warn(line);
  for (const line of scoreWarnings(scores)) warn(line);
}

async function modelFiles(
  folder: string,
  { name, precisions, data }: {
    name: string;
    precisions: readonly Precision[];
    data: readonly string[];
  },
): Promise<ModelCard["files"]> {
  const files: Partial<Record<Precision, ModelFile>> = {};
  for (const precision of PRECISIONS.filter((one) => precisions.includes(one))) {
    const path = modelFileName(name, precision);
    files[precision] = { path, sha256: await sha256File(join(folder, path)) };
  }
  if (data.length > 0 && files.fp32) {
    const hashed = data.map(async (path) => ({
      path,
      sha256: await sha256File(join(folder, path)),
    }));
    files.fp32 = { ...files.fp32, data: await Promise.all(hashed) };
  }
  return files;
}

/**
 * Computes the largest difference of any score in float16, to three digits, which is more than another
 * processor would reproduce.
 */
export function largestDifference(plain: readonly number[], half: readonly number[]): number {
  return Number(largest(plain.map((score, i) => Math.abs(score - half[i]!))).toPrecision(3));
}

/** Throws the error for a network that fails in float16 only, which is not a fault of its card. */
function throwHalfUnfit({ name }: ModelDraft, cause: unknown): never {
  if (!(cause instanceof AssayError) || cause.exitCode === 4) throw cause;
  throw inputError("MODEL_HALF_UNFIT", {
    what: `${name} fails in float16: ${cause.what}`,
    remedy: "Build only float32 with --precision fp32",
    cause,
  });
}

/** Makes the error for a float16 file that differs too much; the usual remedy is for making a model. */
export function halfDiffers(
  name: string,
  {
    difference,
    remedy = "Build only float32 with --precision fp32, or accept the difference with --force",
  }: { readonly difference: number; readonly remedy?: string },
) {
  return inputError("MODEL_HALF_DIFFERS", {
    what:
      `float16 moves P(fake) of ${name} by up to ${difference}, which is more than ${HALF_TOLERANCE}`,
    remedy,
  });
}
