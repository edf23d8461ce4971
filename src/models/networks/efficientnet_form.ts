/**
 * Padding of the convolutions with stride 2; the others are padded symmetrically in every form. `same` is
 * TensorFlow's, which depends on the size of the image; `symmetric` is PyTorch's `(kernel - 1) / 2`; `fixed` is
 * TensorFlow's for images of one size, whatever the size of the image.
 */
export type EfficientnetPadding =
  | { readonly kind: "same" }
  | { readonly kind: "symmetric" }
  | {
    readonly kind: "fixed";
    /** Side of the images that the padding is made for, pixels. */
    readonly side: number;
    /** Whether the first convolution is padded. */
    readonly stem: boolean;
  };

/** What differs between implementations of one size of EfficientNet with the same weights. */
export interface EfficientnetForm {
  readonly padding: EfficientnetPadding;
  /** Number added to variances in batch normalisations. */
  readonly epsilon: number;
  /** Outputs of the linear layer. */
  readonly classes: number;
  /** Whether the third stage's output is weighed by an attention map, as in icpr2020dfdc's `AutoAtt` networks. */
  readonly attention: boolean;
}

/** Epsilon of TensorFlow, kept by timm's `tf_` models, efficientnet_pytorch and the largest of torchvision's. */
export const TENSORFLOW_EPSILON = 1e-3;

/** Epsilon of PyTorch. */
export const TORCH_EPSILON = 1e-5;

/** timm's `tf_efficientnet_b*` with one logit: the encoder and head of `DeepFakeClassifier`. */
export const TF_FORM: EfficientnetForm = {
  padding: { kind: "same" },
  epsilon: TENSORFLOW_EPSILON,
  classes: 1,
  attention: false,
};

/** Attributes of a convolution that state its stride and padding. */
type ConvolutionPlace =
  | { readonly pads: readonly number[] }
  | { readonly strides: readonly number[]; readonly pads: readonly number[] }
  | { readonly strides: readonly number[]; readonly auto_pad: string };

/**
 * Returns stride and padding of a convolution in a form.
 * @param options `side`: side of its input for images of a `fixed` padding's size; `isStem`: it is the first one
 */
export function convolutionPlace(
  padding: EfficientnetPadding,
  { kernel, stride, side, isStem }: {
    readonly kernel: number;
    readonly stride: 1 | 2;
    readonly side: number;
    readonly isStem: boolean;
  },
): ConvolutionPlace {
  const half = (kernel - 1) / 2;
  if (stride === 1) return { pads: [half, half, half, half] };
  const strides = [2, 2];
  switch (padding.kind) {
    case "same":
      return { strides, auto_pad: "SAME_UPPER" };
    case "symmetric":
      return { strides, pads: [half, half, half, half] };
    case "fixed": {
      const total = isStem && !padding.stem ? 0 : samePadding(side, { kernel, stride });
      const before = Math.floor(total / 2);
      return { strides, pads: [before, before, total - before, total - before] };
    }
    default:
      return padding satisfies never;
  }
}

/** Computes TensorFlow's padding of one axis, both ends together. */
function samePadding(
  side: number,
  { kernel, stride }: { readonly kernel: number; readonly stride: number },
): number {
  return Math.max((Math.ceil(side / stride) - 1) * stride + kernel - side, 0);
}
