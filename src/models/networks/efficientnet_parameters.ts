import type { EfficientnetBlock, EfficientnetLayout } from "./efficientnet_layout.ts";

/** Role of a parameter. */
export type ParameterRole =
  | "convolution"
  | "linear"
  | "bias"
  | "scale"
  | "shift"
  | "mean"
  | "variance"
  | "count";

/** An entry of a checkpoint's state dict. */
export interface EfficientnetParameter {
  readonly key: string;
  /** Shape in PyTorch's order: `[outputs, inputs / groups, height, width]`, `[outputs, inputs]` or `[channels]`. */
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int64";
  readonly role: ParameterRole;
}

/** Classes of the ImageNet layer, which the winner's models contain but do not use. */
const IMAGENET_CLASSES = 1000;

/**
 * Lists every parameter of `DeepFakeClassifier` (selimsef/dfdc_deepfake_challenge) over timm's
 * `tf_efficientnet_b*`, in the order of its state dict.
 */
export function efficientnetParameters(layout: EfficientnetLayout): EfficientnetParameter[] {
  const { stem, blocks, features } = layout;
  const encoder = [
    convolution("conv_stem", [stem, 3, 3, 3]),
    ...normalisation("bn1", stem),
    ...blocks.flatMap(blockParameters),
    convolution("conv_head", [features, blocks[blocks.length - 1]!.outputs, 1, 1]),
    ...normalisation("bn2", features),
    ...linear("classifier", [IMAGENET_CLASSES, features]),
  ];
  return [
    ...encoder.map((parameter) => ({ ...parameter, key: `encoder.${parameter.key}` })),
    ...linear("fc", [1, features]),
  ];
}

/**
 * Returns the names of a block's convolutions: timm numbers normalisations from the block's first, and calls a
 * projection after an expansion `conv_pwl`.
 */
export function convolutionNames({ stage }: Pick<EfficientnetBlock, "stage">): {
  readonly expand: NormalisedNames | null;
  readonly depthwise: NormalisedNames;
  readonly project: NormalisedNames;
} {
  if (stage === 0) {
    return {
      expand: null,
      depthwise: { weights: "conv_dw", normalisation: "bn1" },
      project: { weights: "conv_pw", normalisation: "bn2" },
    };
  }
  return {
    expand: { weights: "conv_pw", normalisation: "bn1" },
    depthwise: { weights: "conv_dw", normalisation: "bn2" },
    project: { weights: "conv_pwl", normalisation: "bn3" },
  };
}

/** Names of a convolution and of its batch normalisation. */
export interface NormalisedNames {
  readonly weights: string;
  readonly normalisation: string;
}

function blockParameters(block: EfficientnetBlock): EfficientnetParameter[] {
  const { path, inputs, inner, outputs, kernel, squeezed } = block;
  const { expand, depthwise, project } = convolutionNames(block);
  const normalised = ({ weights, normalisation: name }: NormalisedNames, shape: number[]) => [
    convolution(weights, shape),
    ...normalisation(name, shape[0]!),
  ];
  const parameters = [
    ...(expand === null ? [] : normalised(expand, [inner, inputs, 1, 1])),
    ...normalised(depthwise, [inner, 1, kernel, kernel]),
    ...biased("se.conv_reduce", [squeezed, inner, 1, 1]),
    ...biased("se.conv_expand", [inner, squeezed, 1, 1]),
    ...normalised(project, [outputs, inner, 1, 1]),
  ];
  return parameters.map((parameter) => ({ ...parameter, key: `${path}.${parameter.key}` }));
}

function convolution(name: string, shape: readonly number[]): EfficientnetParameter {
  return { key: `${name}.weight`, shape, dtype: "float32", role: "convolution" };
}

function biased(name: string, shape: readonly number[]): EfficientnetParameter[] {
  return [convolution(name, shape), bias(name, shape[0]!)];
}

function linear(name: string, shape: readonly number[]): EfficientnetParameter[] {
  return [
    { key: `${name}.weight`, shape, dtype: "float32", role: "linear" },
    bias(name, shape[0]!),
  ];
}

function bias(name: string, outputs: number): EfficientnetParameter {
  return { key: `${name}.bias`, shape: [outputs], dtype: "float32", role: "bias" };
}

function normalisation(name: string, channels: number): EfficientnetParameter[] {
  const part = (key: string, role: ParameterRole): EfficientnetParameter => ({
    key: `${name}.${key}`,
    shape: [channels],
    dtype: "float32",
    role,
  });
  return [
    part("weight", "scale"),
    part("bias", "shift"),
    part("running_mean", "mean"),
    part("running_var", "variance"),
    { key: `${name}.num_batches_tracked`, shape: [], dtype: "int64", role: "count" },
  ];
}
