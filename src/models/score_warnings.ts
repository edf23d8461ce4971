import { largest, smallest } from "../base/numeric/extremes.ts";
import { IMAGE_NAMES } from "./verification_images.ts";
import type { DescribedInput } from "./onnx/describe_graph.ts";
import type { ModelInput } from "../stages/classifiers/model_card.ts";

/** Nearest to 0 or 1 that a score of a made image is expected to come. */
const SATURATED = 1e-4;

/** Smallest expected range of the scores of images as different as a face and noise. */
const ALIKE = 1e-3;

/** Ranges of normalised inputs that networks are trained with: 1 (x/255) to about 5 (ImageNet's statistics). */
const SPAN = { least: 0.5, most: 20 } as const;

/** Furthest that 0 may lie outside a normalised input, in spans. */
const FURTHEST = 1;

/** Formats the scores of the fixed images in one line. */
export function scoresText(scores: readonly number[]): string {
  const named = scores.map((score, i) => `${IMAGE_NAMES[i]} ${score.toFixed(4)}`);
  return `P(fake) of the fixed images: ${named.join(", ")}`;
}

/** Warns of scores of the fixed images that a working detector would hardly give, one sentence each. */
export function scoreWarnings(scores: readonly number[]): readonly string[] {
  const [least, most] = [smallest(scores), largest(scores)];
  const range = `${rounded(least)} … ${rounded(most)}`;
  if (scores.every((score) => Math.min(score, 1 - score) < SATURATED)) {
    return [
      `The fixed images score almost exactly 0 or 1 (${range}): an activation missing or applied twice, or inputs scaled wrongly?`,
    ];
  }
  if (most - least >= ALIKE) return [];
  return [
    `A face, a dark face, colours and noise all score alike (${range}): inputs scaled wrongly, or weights not loaded?`,
  ];
}

/**
 * Warns of a card whose normalised inputs span much less or more than networks are trained with, or lie far from 0.
 * Warns too of a graph that normalises its input itself, when the card does so once more.
 */
export function inputWarnings(
  { scale, mean, std }: ModelInput,
  { rescale, normalises }: Pick<DescribedInput, "rescale" | "normalises">,
): readonly string[] {
  const isNormalised = mean.some((one) => one !== 0) || std.some((one) => one !== 1);
  if (normalises !== undefined && isNormalised) return [twiceText(normalises)];
  if (rescale === null) return [];
  const lows = mean.map((one, i) => (-one / std[i]!) * rescale);
  const highs = mean.map((one, i) => ((255 * scale - one) / std[i]!) * rescale);
  const spans = lows.map((low, i) => highs[i]! - low);
  const isOdd = smallest(spans) < SPAN.least || largest(spans) > SPAN.most ||
    spans.some((span, i) => Math.max(lows[i]!, -highs[i]!) > FURTHEST * span);
  if (!isOdd) return [];
  const inside = rescale === 1 ? "" : `, after the graph's own factor of ${rounded(rescale)},`;
  return [
    `Normalised inputs${inside} range from ${rounded(smallest(lows))} to ${
      rounded(largest(highs))
    }, ` +
    "where most networks take 0 … 1, -1 … 1 or -2.1 … 2.6: check the card's scale, mean and std.",
  ];
}

function twiceText(operator: string): string {
  return `The graph normalises its input itself, beginning with ${operator}, and the card's mean and std do so ` +
    "before: if the graph's are those of training, the card's must be mean 0 and std 1 (--mean 0 --std 1, with " +
    "--scale 1/255 or --scale 1).";
}

function rounded(value: number): string {
  return `${Number(value.toPrecision(3))}`;
}
