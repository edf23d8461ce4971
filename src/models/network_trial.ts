import { basename } from "node:path";
import { cardMisfit, facesPerRun } from "../stages/classifiers/card_misfit.ts";
import { inputTensor } from "../stages/classifiers/input_tensor.ts";
import { fakeProbability } from "../stages/classifiers/onnx_classifier.ts";
import { outputRows } from "../stages/classifiers/output_rows.ts";
import { counted } from "../base/text/counted.ts";
import { AssayError, inputError } from "../records/errors.ts";
import type { Precision } from "../records/provider.ts";
import { OnnxSession } from "../platform/onnxruntime/onnx_session.ts";
import type { Activity } from "../platform/workers/activity.ts";
import { type Interface, modelUnfitError } from "./card_fit.ts";
import { verificationImages } from "./verification_images.ts";
import { joinBytes } from "../base/bytes.ts";

/** A network to be tried on the verification images. */
export interface NetworkTrial {
  /** Path of the ONNX file. */
  readonly path: string;
  readonly card: Interface;
  readonly precision: Precision;
}

/** Largest accepted change of a score when another image is in the same batch. */
const BATCH_TOLERANCE = 1e-3;

/** Code of the error for a network that runs on one face but not on two. */
export const RUNS_SINGLY = "MODEL_RUNS_SINGLY";

/** Most threads; more gain nothing on these few images. */
const MAX_THREADS = 4;

/**
 * Computes P(fake) of each verification image, on the CPU, one image at a time, and checks that the first two
 * score alike as a batch. Blocks the thread while the network runs, even if it never ends.
 * @param activity shows that the network is being loaded or run
 * @throws AssayError MODEL_UNFIT (exit 3) when the network lacks the card's input or output, returns anything
 * but one finite row per image, or a probability outside 0 … 1; MODEL_RUNS_SINGLY when only a batch of two fails;
 * MODEL_BROKEN when it cannot be loaded
 */
export async function tryNetwork(
  { path, card, precision }: NetworkTrial,
  activity: Activity,
): Promise<readonly number[]> {
  const threads = Math.min(navigator.hardwareConcurrency, MAX_THREADS);
  const open = () => OnnxSession.open(path, { provider: "cpu", threads });
  const session = await activity.during(open);
  try {
    const misfit = cardMisfit(card, session);
    if (misfit !== null) throw modelUnfitError(basename(path), misfit);
    const batch = facesPerRun(session.inputs, card);
    const trial = { session, activity, card, precision, file: basename(path), batch };
    const images = verificationImages(card.input.size);
    const scores: number[] = [];
    for (const image of images) {
      for (const score of await batchScores(trial, [image])) scores.push(score);
    }
    if (batch === 1) return scores;
    const together = await batchScores(trial, images.slice(0, 2));
    requireAlike(together, scores, trial.file);
    return scores;
  } finally {
    await session.release();
  }
}

interface Trial {
  readonly session: OnnxSession;
  readonly activity: Activity;
  readonly card: Interface;
  readonly precision: Precision;
  readonly file: string;
  /** Faces in every run; `null`: any number. */
  readonly batch: number | null;
}

/** Scores images in one run; a network that takes a fixed number is given empty faces besides. */
async function batchScores(trial: Trial, images: readonly Uint8Array[]): Promise<number[]> {
  const { session, activity, card: { input, output }, precision, file, batch } = trial;
  const tensor = inputTensor(input, batch ?? images.length);
  tensor.fill(joinBytes(images));
  const run = () => session.run({ [input.name]: tensor });
  const outputs = await activity.during(run).catch((cause) => {
    throw unfitError(trial, images, {
      what: `it does not run on ${counted(images.length, "face")} of ${input.size} pixels: ` +
        (cause instanceof AssayError ? cause.what : String(cause)),
      cause,
    });
  });
  const rows = outputRows(outputs[output.name]!, { output, count: batch ?? images.length });
  if (typeof rows === "string") throw unfitError(trial, images, { what: rows });
  return images.map((_, i) => {
    const values = rows[i]!;
    return requireProbability(fakeProbability(values, output, precision), { values, file });
  });
}

/** Makes the error for a run that failed; its code tells whether single faces can be run. */
function unfitError(
  { file }: Trial,
  images: readonly Uint8Array[],
  { what, cause }: { readonly what: string; readonly cause?: unknown },
) {
  if (images.length === 1) return modelUnfitError(file, what, cause);
  return inputError(RUNS_SINGLY, {
    what: `${file} runs on one face at a time, though it declares a free first axis: ${what}`,
    remedy: 'Set "batch": 1 in the input section of its card',
    cause,
  });
}

function requireProbability(
  score: number,
  { values, file }: { readonly values: Float32Array; readonly file: string },
): number {
  if (score >= 0 && score <= 1 && values.every(Number.isFinite)) return score;
  const given = values.every(Number.isFinite)
    ? `the probability ${score}; its card may have the wrong activation`
    : `${values.find((value) => !Number.isFinite(value))}`;
  throw modelUnfitError(file, `it returned ${given}`);
}

function requireAlike(together: readonly number[], alone: readonly number[], file: string): void {
  for (const [i, score] of together.entries()) {
    if (Math.abs(score - alone[i]!) <= BATCH_TOLERANCE) continue;
    throw modelUnfitError(
      file,
      `a face scores ${
        alone[i]
      } alone and ${score} in a batch; was it exported without model.eval()?`,
    );
  }
}
