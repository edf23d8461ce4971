import { type NormalisedImages, normalisedImages } from "../../base/numeric/images/normalise.ts";
import type { TensorData } from "../../platform/onnxruntime/onnx_session.ts";
import type { ModelInput } from "./model_card.ts";

/** Input tensor for a batch of faces; `fill` takes uint8 RGB, `[faces][size][size][3]`. */
export type InputTensor = TensorData & NormalisedImages;

/**
 * Makes a reusable float32 tensor for `batchSize` faces, `[N][3][size][size]` or `[N][size][size][3]` by the
 * card's layout. Values are `(value * scale - mean[c]) / std[c]`; as in PyTorch, product, difference and quotient
 * are each rounded to float32.
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

/** Tests whether a card's scale is 1/255. It means `x / 255`, which differs from `x * (1/255)` in the last bit. */
function isInverseOf255(scale: number): boolean {
  return Math.abs(scale * 255 - 1) < 1e-9;
}
