import { basename } from "node:path";
import { inputTensor } from "../stages/classifiers/input_tensor.ts";
import type { ModelCard } from "../stages/classifiers/model_card.ts";
import { fakeProbability } from "../stages/classifiers/onnx_classifier.ts";
import { counted } from "../base/text/counted.ts";
import { inputError } from "../records/errors.ts";
import type { Precision } from "../records/provider.ts";
import { OnnxSession } from "../platform/onnxruntime/onnx_session.ts";
import type { Activity } from "../platform/workers/activity.ts";
import { verificationImages } from "./verification_images.ts";
import { joinBytes } from "../base/bytes.ts";

/** The parts of a card that are needed to run its network. */
export type Interface = Pick<ModelCard, "input" | "output">;

/** A network to be tried on the verification images. */
export interface NetworkTrial {
  /** Path of the ONNX file. */
  readonly path: string;
  readonly card: Interface;
  readonly precision: Precision;
}

/** Largest accepted change of a score when another image is in the same batch. */
const BATCH_TOLERANCE = 1e-3;

/** Most threads; more gain nothing on these few images. */
const MAX_THREADS = 4;

/**
 * Computes P(fake) of each verification image, on the CPU, one image at a time, and checks that the first two
 * score alike as a batch. Blocks the thread while the network runs, even if it never ends.
 * @param activity shows that the network is being loaded or run
 * @throws AssayError MODEL_UNFIT (exit 3) when the network lacks the card's input or output, returns anything
 * but one finite row per image, or a probability outside 0 … 1; MODEL_BROKEN when it cannot be loaded
 */
export async function tryNetwork(
  { path, card, precision }: NetworkTrial,
  activity: Activity,
): Promise<readonly number[]> {
  const threads = Math.min(navigator.hardwareConcurrency, MAX_THREADS);
  const open = () => OnnxSession.open(path, { provider: "cpu", threads });
  const session = await activity.during(open);
  try {
    const trial = { session, activity, card, precision, file: basename(path) };
    requireNames(trial);
    const images = verificationImages(card.input.size);
    const scores: number[] = [];
    for (const image of images) {
      for (const score of await batchScores(trial, [image])) scores.push(score);
    }
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
}

function requireNames({ session, card: { input, output }, file }: Trial): void {
  const other = session.inputNames.filter((name) => name !== input.name);
  if (!session.inputNames.includes(input.name)) {
    throw modelUnfitError(
      file,
      `it has no input "${input.name}", only ${session.inputNames.join(", ")}`,
    );
  }
  if (other.length > 0) {
    throw modelUnfitError(file, `it requires a further input: ${other.join(", ")}`);
  }
  if (!session.outputNames.includes(output.name)) {
    throw modelUnfitError(
      file,
      `it has no output "${output.name}", only ${session.outputNames.join(", ")}`,
    );
  }
}

async function batchScores(trial: Trial, images: readonly Uint8Array[]): Promise<number[]> {
  const { session, activity, card: { input, output }, precision, file } = trial;
  const tensor = inputTensor(input, images.length);
  tensor.fill(joinBytes(images));
  const run = () => session.run({ [input.name]: tensor });
  const outputs = await activity.during(run).catch((cause) => {
    throw modelUnfitError(
      file,
      `it does not run on ${counted(images.length, "face")} of ${input.size} pixels`,
      cause,
    );
  });
  const { data, dims } = outputs[output.name]!;
  const columns = data.length / images.length;
  if (!(data instanceof Float32Array) || dims[0] !== images.length || dims.length > 2) {
    throw modelUnfitError(
      file,
      `output "${output.name}" [${dims.join(", ")}] is not one row of float32 for each of ` +
        counted(images.length, "face"),
    );
  }
  if (output.index >= columns) {
    throw modelUnfitError(
      file,
      `output "${output.name}" has ${counted(columns, "column")}, none of index ${output.index}`,
    );
  }
  return images.map((_, row) => {
    const values = data.subarray(row * columns, (row + 1) * columns);
    return requireProbability(fakeProbability(values, output, precision), { values, file });
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
    throw modelUnfitError(file, `a face scores ${alone[i]} alone and ${score} in a batch`);
  }
}

/** Makes the error for a network that does not match its card, or is not a classifier. */
export function modelUnfitError(file: string, what: string, cause?: unknown) {
  return inputError("MODEL_UNFIT", {
    what: `${file} does not match its card: ${what}`,
    remedy: "Correct the card, or export the model again",
    cause,
  });
}
