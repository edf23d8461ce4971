import {
  efficientnetLayout,
  type EfficientnetVariant,
} from "../../src/models/networks/efficientnet_layout.ts";

/**
 * Multiplications with an addition that an EfficientNet needs for one image, its convolutions and linear layer
 * alone, as papers count them.
 * @param size width and height of the image, pixels
 */
export function multiplyAdds(variant: EfficientnetVariant, size: number): number {
  const { stem, blocks, features } = efficientnetLayout(variant);
  let side = Math.ceil(size / 2);
  let sum = side ** 2 * stem * 3 * 9;
  for (const { stage, inputs, inner, outputs, kernel, stride, squeezed } of blocks) {
    if (stage > 0) sum += side ** 2 * inner * inputs;
    side = Math.ceil(side / stride);
    sum += side ** 2 * inner * kernel ** 2 + 2 * inner * squeezed + side ** 2 * outputs * inner;
  }
  const last = blocks[blocks.length - 1]!.outputs;
  return sum + side ** 2 * features * last + features;
}
