/** A block of Xception: separable convolutions beside a skip connection. */
export interface XceptionBlock {
  /** Name of its module, such as `block12`. */
  readonly path: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Input and output channels of each separable convolution, in order. */
  readonly convolutions: readonly (readonly [inputs: number, outputs: number])[];
  /** Stride of the pooling at its end and of the skip connection. */
  readonly stride: 1 | 2;
  /** Whether it begins with a ReLU; the skip connection starts before it. */
  readonly startsWithRelu: boolean;
}

/** A parameter, with its shape in PyTorch's order. */
export interface XceptionParameter {
  readonly key: string;
  readonly shape: readonly number[];
}

/** Inputs of the linear layer. */
export const XCEPTION_FEATURES = 2048;

/** A parameter that only this network has, by which it is recognised. */
export const XCEPTION_MARK = "block12.rep.1.pointwise.weight";

/**
 * The blocks. Source: Chollet, "Xception: Deep Learning with Depthwise Separable Convolutions", CVPR 2017, in the
 * form of Cadene's PyTorch port, which timm's `legacy_xception` and DeepfakeBench keep.
 */
export const XCEPTION_BLOCKS: readonly XceptionBlock[] = [
  entry(1, { inputs: 64, outputs: 128 }),
  entry(2, { inputs: 128, outputs: 256 }),
  entry(3, { inputs: 256, outputs: 728 }),
  ...[4, 5, 6, 7, 8, 9, 10, 11].map(middle),
  {
    path: "block12",
    inputs: 728,
    outputs: 1024,
    convolutions: [[728, 728], [728, 1024]],
    stride: 2,
    startsWithRelu: true,
  },
];

function entry(
  number: number,
  { inputs, outputs }: { readonly inputs: number; readonly outputs: number },
): XceptionBlock {
  return {
    path: `block${number}`,
    inputs,
    outputs,
    convolutions: [[inputs, outputs], [outputs, outputs]],
    stride: 2,
    startsWithRelu: number > 1,
  };
}

function middle(number: number): XceptionBlock {
  return {
    path: `block${number}`,
    inputs: 728,
    outputs: 728,
    convolutions: [[728, 728], [728, 728], [728, 728]],
    stride: 1,
    startsWithRelu: true,
  };
}

/** Lists the parameters before the linear layer, without counters, in the order of the state dict. */
export function xceptionParameters(): XceptionParameter[] {
  return [
    { key: "conv1.weight", shape: [32, 3, 3, 3] },
    ...normalisation("bn1", 32),
    { key: "conv2.weight", shape: [64, 32, 3, 3] },
    ...normalisation("bn2", 64),
    ...XCEPTION_BLOCKS.flatMap(blockParameters),
    ...separable("conv3", [1024, 1536]),
    ...normalisation("bn3", 1536),
    ...separable("conv4", [1536, XCEPTION_FEATURES]),
    ...normalisation("bn4", XCEPTION_FEATURES),
  ];
}

/** Tells whether a block's skip connection has a convolution. */
export function hasSkipConvolution({ inputs, outputs, stride }: XceptionBlock): boolean {
  return inputs !== outputs || stride !== 1;
}

/** Returns the place of a separable convolution among a block's modules; its normalisation follows. */
export function placeInBlock({ startsWithRelu }: XceptionBlock, index: number): number {
  return 3 * index + (startsWithRelu ? 1 : 0); // ReLU, convolution, normalisation
}

function blockParameters(block: XceptionBlock): XceptionParameter[] {
  const { path, inputs, outputs, convolutions } = block;
  const skip = hasSkipConvolution(block)
    ? [
      { key: `${path}.skip.weight`, shape: [outputs, inputs, 1, 1] },
      ...normalisation(`${path}.skipbn`, outputs),
    ]
    : [];
  const rep = convolutions.flatMap((channels, i) => {
    const place = placeInBlock(block, i);
    return [
      ...separable(`${path}.rep.${place}`, channels),
      ...normalisation(`${path}.rep.${place + 1}`, channels[1]),
    ];
  });
  return [...skip, ...rep];
}

function separable(
  path: string,
  [inputs, outputs]: readonly [number, number],
): XceptionParameter[] {
  return [
    { key: `${path}.conv1.weight`, shape: [inputs, 1, 3, 3] },
    { key: `${path}.pointwise.weight`, shape: [outputs, inputs, 1, 1] },
  ];
}

function normalisation(path: string, channels: number): XceptionParameter[] {
  return ["weight", "bias", "running_mean", "running_var"].map((part) => ({
    key: `${path}.${part}`,
    shape: [channels],
  }));
}
