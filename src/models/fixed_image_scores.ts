import { basename } from "node:path";
import { inputTensor } from "../stages/classifiers/input_tensor.ts";
import type { ModelCard } from "../stages/classifiers/model_card.ts";
import { fakeProbability } from "../stages/classifiers/onnx_classifier.ts";
import { counted } from "../base/text/counted.ts";
import { inputError } from "../records/errors.ts";
import type { Precision } from "../records/provider.ts";
import { OnnxSession } from "../platform/onnxruntime/onnx_session.ts";
import { verificationImages } from "./verification_images.ts";
import { joinBytes } from "../base/bytes.ts";

/** What a network needs to be tried: how its card says that it is fed and read. */
type Interface = Pick<ModelCard, "input" | "output">;

/** How far a score may move when another image lies in the same batch. */
const BATCH_TOLERANCE = 1e-3;

/** More threads than this gain nothing on so few images. */
const MOST_THREADS = 4;

/**
 * P(fake) of each verification image, on the CPU, one image at a time; and makes sure that the first two score
 * alike as a batch.
 * @param path of the ONNX file
 * @throws AssayError MODEL_UNFIT (exit 3) when the network lacks the card's input or output, gives something else
 * than one finite row for each image, or a probability outside 0 … 1; MODEL_BROKEN when it cannot be loaded
 */
export async function fixedImageScores(
  path: string,
  { card, precision }: { readonly card: Interface; readonly precision: Precision },
): Promise<readonly number[]> {
  const threads = Math.min(navigator.hardwareConcurrency, MOST_THREADS);
  const session = await OnnxSession.open(path, { provider: "cpu", threads });
  try {
    const trial = { session, card, precision, file: basename(path) };
    requireNames(trial);
    const images = verificationImages(card.input.size);
    const scores: number[] = [];
    for (const image of images) scores.push(...await batchScores(trial, [image]));
    const together = await batchScores(trial, images.slice(0, 2));
    requireAlike(together, scores, trial.file);
    return scores;
  } finally {
    await session.release();
  }
}

interface Trial {
  readonly session: OnnxSession;
  readonly card: Interface;
  readonly precision: Precision;
  readonly file: string;
}

function requireNames({ session, card: { input, output }, file }: Trial): void {
  const other = session.inputNames.filter((name) => name !== input.name);
  if (!session.inputNames.includes(input.name)) {
    throw unfit(file, `it has no input "${input.name}" but ${session.inputNames.join(", ")}`);
  }
  if (other.length > 0) throw unfit(file, `it also wants the input ${other.join(", ")}`);
  if (!session.outputNames.includes(output.name)) {
    throw unfit(file, `it has no output "${output.name}" but ${session.outputNames.join(", ")}`);
  }
}

async function batchScores(trial: Trial, images: readonly Uint8Array[]): Promise<number[]> {
  const { session, card: { input, output }, precision, file } = trial;
  const tensor = inputTensor(input, images.length);
  tensor.fill(joinBytes(images));
  const outputs = await session.run({ [input.name]: tensor }).catch((cause) => {
    throw unfit(
      file,
      `it does not run on ${counted(images.length, "face")} of ${input.size} pixels`,
      cause,
    );
  });
  const { data, dims } = outputs[output.name]!;
  const columns = data.length / images.length;
  if (!(data instanceof Float32Array) || dims[0] !== images.length || dims.length > 2) {
    throw unfit(
      file,
      `output "${output.name}" [${dims.join(", ")}] is not one row of float32 for each of ` +
        counted(images.length, "face"),
    );
  }
  if (output.index >= columns) {
    throw unfit(
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
  throw unfit(file, `it gives ${given}`);
}

function requireAlike(together: readonly number[], alone: readonly number[], file: string): void {
  for (const [i, score] of together.entries()) {
    if (Math.abs(score - alone[i]!) <= BATCH_TOLERANCE) continue;
    throw unfit(file, `a face scores ${alone[i]} alone and ${score} beside another one`);
  }
}

/** The error for a network that is not what its card says, or no classifier at all. */
export function unfit(file: string, what: string, cause?: unknown) {
  return inputError("MODEL_UNFIT", {
    what: `${file} cannot be used as its card says: ${what}`,
    remedy: "Correct the card, or export the model again",
    cause,
  });
}
