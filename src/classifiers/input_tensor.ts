import type { TensorData } from "../runtime/onnx_session.ts";
import type { ModelInput } from "./model_card.ts";

/** A float32 tensor for `batchSize` faces, zero, to be filled again and again. */
export function inputTensor(
  input: ModelInput,
  batchSize: number,
): TensorData & { data: Float32Array } {
  const { size, layout } = input;
  const data = new Float32Array(batchSize * 3 * size * size);
  const dims = layout === "NCHW" ? [batchSize, 3, size, size] : [batchSize, size, size, 3];
  return { data, dims };
}

/**
 * Writes faces into a tensor as a card wants them: `(value * scale - mean[c]) / std[c]` in float32, with
 * the card's channel order and layout. Places behind the last face become 0.
 * @param faces whole faces, uint8 RGB, size × size × 3 each
 */
export function fillInput(
  tensor: { readonly data: Float32Array },
  faces: Uint8Array,
  input: ModelInput,
): void {
  const { data } = tensor;
  const area = input.size * input.size, count = faces.length / (3 * area);
  const [first, second, third] = normalisationTables(input);
  const [stepPixel, stepChannel] = input.layout === "NCHW" ? [1, area] : [3, 1];
  const [red, blue] = input.channels === "RGB" ? [0, 2] : [2, 0];
  for (let face = 0; face < count; face++) {
    let from = face * 3 * area, to = from;
    for (let pixel = 0; pixel < area; pixel++, from += 3, to += stepPixel) {
      data[to] = first[faces[from + red]];
      data[to + stepChannel] = second[faces[from + 1]];
      data[to + 2 * stepChannel] = third[faces[from + blue]];
    }
  }
  data.fill(0, count * 3 * area);
}

/**
 * The normalised value of each of the 256 bytes, for each channel of the tensor, rounded as PyTorch rounds
 * it: the product, the difference and the quotient each to float32.
 */
export function normalisationTables(input: ModelInput): readonly Float32Array[] {
  const f = Math.fround;
  return input.mean.map((mean, channel) =>
    Float32Array.from({ length: 256 }, (_, value) => {
      const scaled = isInverseOf255(input.scale) ? f(value / 255) : f(value * f(input.scale));
      return f(f(scaled - f(mean)) / f(input.std[channel]));
    })
  );
}

/** `x / 255` and `x * (1/255)` differ in the last bit; a card's 1/255 means the division. */
function isInverseOf255(scale: number): boolean {
  return Math.abs(scale * 255 - 1) < 1e-9;
}
