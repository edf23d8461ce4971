import { type NormalisedImages, normalisedImages } from "../../base/numeric/images/normalise.ts";
import type { TensorData } from "../../platform/onnxruntime/onnx_session.ts";
import type { ModelInput } from "./model_card.ts";

/** A batch of faces as a network takes it; `fill` takes whole faces, size × size × 3 each. */
export type InputTensor = TensorData & NormalisedImages;

/**
 * A float32 tensor for `batchSize` faces, to be filled again and again as a card wants them:
 * `(value * scale - mean[c]) / std[c]`, rounded as PyTorch rounds it, the product, the difference and the quotient
 * each to float32, with the card's channel order and layout.
 */
export function inputTensor(input: ModelInput, batchSize: number): InputTensor {
  const { size, layout, scale } = input;
  const dims = layout === "NCHW" ? [batchSize, 3, size, size] : [batchSize, size, size, 3];
  const divides = isInverseOf255(scale);
  const images = normalisedImages({ images: batchSize, area: size * size }, {
    ...input,
    divides,
    scale: divides ? 255 : scale,
  });
  return { ...images, dims };
}

/** `x / 255` and `x * (1/255)` differ in the last bit; a card's 1/255 means the division. */
function isInverseOf255(scale: number): boolean {
  return Math.abs(scale * 255 - 1) < 1e-9;
}
