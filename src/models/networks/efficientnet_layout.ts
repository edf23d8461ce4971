/** Sizes of the family. */
export const EFFICIENTNET_VARIANTS = ["b0", "b1", "b2", "b3", "b4", "b5", "b6", "b7"] as const;
export type EfficientnetVariant = (typeof EFFICIENTNET_VARIANTS)[number];

/** A block: expansion, depthwise convolution, squeeze and excitation, projection. */
export interface EfficientnetBlock {
  /** Prefix of its parameters in timm, such as `blocks.1.0`. */
  readonly path: string;
  /** Stage, from 0. Blocks of stage 0 do not expand. */
  readonly stage: number;
  /** Index in the stage, from 0. */
  readonly place: number;
  readonly inputs: number;
  /** Channels between expansion and projection. */
  readonly inner: number;
  readonly outputs: number;
  /** Side of the depthwise kernel, odd. */
  readonly kernel: number;
  readonly stride: 1 | 2;
  /** Channels after the squeeze. */
  readonly squeezed: number;
  /** Whether the input is added to the output. */
  readonly skip: boolean;
}

/** Channel counts and blocks of one size of the family. */
export interface EfficientnetLayout {
  readonly variant: EfficientnetVariant;
  /** Output channels of the first convolution. */
  readonly stem: number;
  readonly blocks: readonly EfficientnetBlock[];
  /** Input channels of the linear layer. */
  readonly features: number;
}

/** Width and depth of each size relative to B0. */
const SCALES: Readonly<Record<EfficientnetVariant, { width: number; depth: number }>> = {
  b0: { width: 1.0, depth: 1.0 },
  b1: { width: 1.0, depth: 1.1 },
  b2: { width: 1.1, depth: 1.2 },
  b3: { width: 1.2, depth: 1.4 },
  b4: { width: 1.4, depth: 1.8 },
  b5: { width: 1.6, depth: 2.2 },
  b6: { width: 1.8, depth: 2.6 },
  b7: { width: 2.0, depth: 3.1 },
};

interface Stage {
  readonly repeats: number;
  readonly kernel: number;
  /** Stride of the first block; the others have 1. */
  readonly stride: 1 | 2;
  readonly expansion: number;
  readonly channels: number;
}

/** Stages of B0, which the other sizes scale. */
const STAGES: readonly Stage[] = [
  { repeats: 1, kernel: 3, stride: 1, expansion: 1, channels: 16 },
  { repeats: 2, kernel: 3, stride: 2, expansion: 6, channels: 24 },
  { repeats: 2, kernel: 5, stride: 2, expansion: 6, channels: 40 },
  { repeats: 3, kernel: 3, stride: 2, expansion: 6, channels: 80 },
  { repeats: 3, kernel: 5, stride: 1, expansion: 6, channels: 112 },
  { repeats: 4, kernel: 5, stride: 2, expansion: 6, channels: 192 },
  { repeats: 1, kernel: 3, stride: 1, expansion: 6, channels: 320 },
];

/** Channels of B0's first and last convolution. */
const STEM = 32;
const HEAD = 1280;

/**
 * Computes the layout of timm's `tf_efficientnet_b*`.
 * Source: Tan and Le, "EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks", ICML 2019.
 */
export function efficientnetLayout(variant: EfficientnetVariant): EfficientnetLayout {
  const { width, depth } = SCALES[variant];
  const stem = scaledChannels(STEM, width);
  const blocks: EfficientnetBlock[] = [];
  let inputs = stem;
  for (const [stage, base] of STAGES.entries()) {
    const outputs = scaledChannels(base.channels, width);
    for (let place = 0; place < Math.ceil(base.repeats * depth); place++) {
      blocks.push(block(base, { stage, place, inputs, outputs }));
      inputs = outputs;
    }
  }
  return { variant, stem, blocks, features: scaledChannels(HEAD, width) };
}

function block(
  { kernel, stride, expansion }: Stage,
  at: Pick<EfficientnetBlock, "stage" | "place" | "inputs" | "outputs">,
): EfficientnetBlock {
  const { stage, place, inputs, outputs } = at;
  const ownStride = place === 0 ? stride : 1;
  return {
    ...at,
    path: `blocks.${stage}.${place}`,
    inner: inputs * expansion,
    kernel,
    stride: ownStride,
    squeezed: inputs / 4, // an integer, since channels are multiples of 8
    skip: ownStride === 1 && inputs === outputs,
  };
}

/** Rounds `channels * width` to a multiple of 8, but not to less than 90 % of it. */
function scaledChannels(channels: number, width: number): number {
  const wanted = channels * width;
  const nearest = Math.max(8, Math.floor((wanted + 4) / 8) * 8);
  return nearest < 0.9 * wanted ? nearest + 8 : nearest;
}
