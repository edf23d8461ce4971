import { inputError, toolError } from "../../records/errors.ts";
import type { Precision } from "../../records/provider.ts";
import { OnnxSession } from "../../platform/onnxruntime/onnx_session.ts";
import { join } from "node:path";
import { cardMisfit, facesPerRun } from "./card_misfit.ts";
import { type Classifier, classifierFamily, type ClassifierOptions } from "./contract.ts";
import { inputTensor } from "./input_tensor.ts";
import type { ModelCard, ModelOutput } from "./model_card.ts";
import { outputRows } from "./output_rows.ts";

/** Family of classifiers that are an ONNX file with a card. */
export const onnxFamily = classifierFamily({ reads: [], load });

async function load(
  card: ModelCard,
  folder: string,
  options: ClassifierOptions,
): Promise<Classifier> {
  const file = card.files[options.precision];
  if (!file) {
    throw inputError("MODEL_NO_PRECISION", {
      what: `model "${card.name}" has no ${options.precision} file`,
      remedy: `Set precision to one that it has: ${Object.keys(card.files).join(" or ")}`,
    });
  }
  const session = await OnnxSession.open(join(folder, file.path), options);
  await requireFit(session, card);
  const batch = facesPerRun(session.inputs, card) ?? options.batchSize;
  const input = inputTensor(card.input, batch);
  // Warm-up: searches for the fastest convolutions and allocates GPU memory before the first video.
  if (options.provider === "cuda") await session.run({ [card.input.name]: input });
  const runBatch = async (faces: Uint8Array) => {
    input.fill(faces);
    const outputs = await session.run({ [card.input.name]: input });
    return outputRows(outputs[card.output.name]!, { output: card.output, count: batch });
  };
  const batchSize = Math.ceil(options.batchSize / batch) * batch; // whole runs
  return {
    card,
    batchSize,
    async score(faces, count) {
      requireCount(count, batchSize);
      const rows: Float32Array[] = [];
      for (const piece of pieces(faces, { card, count, batch })) {
        const found = await runBatch(piece);
        if (typeof found === "string") throw cardError(card, found);
        for (const row of found) rows.push(row);
      }
      return probabilities(rows, { card, count, precision: options.precision });
    },
    release: () => session.release(),
  };
}

/** Splits faces into runs of at most `batch`. */
function* pieces(
  faces: Uint8Array,
  { card, count, batch }: { card: ModelCard; count: number; batch: number },
): Generator<Uint8Array> {
  const bytes = card.input.size ** 2 * 3;
  for (let first = 0; first < count; first += batch) {
    yield faces.subarray(first * bytes, Math.min(first + batch, count) * bytes);
  }
}

function probabilities(
  rows: readonly Float32Array[],
  { card, count, precision }: { card: ModelCard; count: number; precision: Precision },
): Float32Array {
  return Float32Array.from({ length: count }, (_, face) => {
    const value = fakeProbability(rows[face]!, card.output, precision);
    if (!(value >= 0 && value <= 1)) {
      throw toolError("SCORE_NOT_A_PROBABILITY", {
        what: `model "${card.name}" gave ${value}, which is not a probability`,
        remedy: "Check the card's input scale and output activation",
      });
    }
    return value;
  });
}

/**
 * Computes P(fake) from one row of the output. In fp16 the output is rounded to float16, and its sigmoid is
 * computed in float32 and rounded to float16, as PyTorch does on half tensors.
 */
export function fakeProbability(
  row: Float32Array,
  output: ModelOutput,
  precision: Precision,
): number {
  const round = precision === "fp16" ? Math.f16round : Math.fround;
  const probability = activate(row.map(round), output, round);
  return output.polarity === "fake" ? probability : round(1 - probability);
}

function activate(row: Float32Array, output: ModelOutput, round: (value: number) => number) {
  const value = row[output.index]!;
  switch (output.activation) {
    case "none":
      return value;
    case "sigmoid":
      return round(1 / (1 + Math.exp(-value)));
    case "softmax": {
      const sum = row.reduce((total, other) => total + Math.exp(other - value), 0);
      return round(1 / sum);
    }
    default:
      return output.activation satisfies never;
  }
}

async function requireFit(session: OnnxSession, card: ModelCard): Promise<void> {
  const misfit = cardMisfit(card, session);
  if (misfit === null) return;
  await session.release();
  throw cardError(card, misfit);
}

function requireCount(count: number, batchSize: number): void {
  if (!Number.isInteger(count) || count < 1 || count > batchSize) {
    throw new RangeError(`${count} faces do not fit into a batch of ${batchSize}`);
  }
}

function cardError(card: ModelCard, what: string) {
  return inputError("MODEL_CARD_MISMATCH", {
    what: `model "${card.name}" does not match its card: ${what}`,
    remedy: `Correct models/${card.name}/card.json`,
  });
}
