import type { ModelInput } from "../../stages/classifiers/model_card.ts";

/** How pixels become a network's input: `(value / 255 - mean) / std`. */
export type Normalisation = Pick<ModelInput, "mean" | "std">;

/** Mean and standard deviation of ImageNet's colours, used to train timm's and torchvision's models. */
export const IMAGENET: Normalisation = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };

/** Pixels between -1 and 1, as for Xception and DeepfakeBench's networks. */
export const CENTRED: Normalisation = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };

/** Pixels between 0 and 1. */
export const UNIT: Normalisation = { mean: [0, 0, 0], std: [1, 1, 1] };

/** Returns the input of a card for a network that takes RGB faces. @param size side of the faces, pixels */
export function imageInput(size: number, { mean, std }: Normalisation): ModelInput {
  return { name: "image", size, channels: "RGB", layout: "NCHW", scale: 1 / 255, mean, std };
}

/** Writes how faces are normalised. */
export function normalisationText({ mean, std }: Normalisation): string {
  if (mean.every((value) => value === 0) && std.every((value) => value === 1)) {
    return "x / 255 without mean and std";
  }
  return `x / 255 with mean ${mean.join(", ")} and std ${std.join(", ")}`;
}
