import {
  type EfficientnetForm,
  type EfficientnetPadding,
  TENSORFLOW_EPSILON,
  TORCH_EPSILON,
} from "./efficientnet_form.ts";
import type { EfficientnetVariant } from "./efficientnet_layout.ts";
import type { EfficientnetMatch, EfficientnetPlace } from "./efficientnet_match.ts";
import { CENTRED, IMAGENET, type Normalisation, UNIT } from "./image_preparation.ts";

/**
 * Implementations of EfficientNet, by the first part of their families' names: TensorFlow's as timm's `tf_` models
 * keep it, efficientnet_pytorch's, and the plain one of PyTorch, timm's and torchvision's.
 */
export const EFFICIENTNET_KINDS = [
  "tf-efficientnet",
  "efficientnet-pytorch",
  "efficientnet",
] as const;
export type EfficientnetKind = (typeof EFFICIENTNET_KINDS)[number];

/** Sides of the images that the sizes were made for, pixels. */
export const NOMINAL_SIDES: Readonly<Record<EfficientnetVariant, number>> = {
  b0: 224,
  b1: 240,
  b2: 260,
  b3: 300,
  b4: 380,
  b5: 456,
  b6: 528,
  b7: 600,
};

/** Side of the faces that the winner used for all sizes of the family, pixels. */
export const WINNERS_SIDE = 380;

/** Sizes whose epsilon in torchvision is TensorFlow's. */
const LARGE_IN_TORCHVISION: readonly EfficientnetVariant[] = ["b5", "b6", "b7"];

/** A published project whose networks have names of their own, and how it prepares faces. */
interface Origin {
  /** Whose names and preparation they are. */
  readonly project: string;
  readonly size: number;
  readonly normalisation: Normalisation;
}

/** Everything that names tell about weights, beyond the layout. */
export interface EfficientnetFacts extends Origin {
  readonly form: EfficientnetForm;
  /** Padding and epsilon in words, and whose they are. */
  readonly formText: string;
}

/** Tells whether weights have the names of the winner's `DeepFakeClassifier`: timm's encoder beside `fc`. */
export function isWinners(
  { library, prefix }: EfficientnetPlace,
  match: EfficientnetMatch,
): boolean {
  const outer = prefix.replace(/encoder\.$/, "");
  return library === "timm" && outer !== prefix && match.head.name === `${outer}fc`;
}

/** Determines form and preparation of an EfficientNet. @param kind what it is built as */
export function efficientnetFacts(
  kind: EfficientnetKind,
  { variant, place, match }: {
    readonly variant: EfficientnetVariant;
    readonly place: EfficientnetPlace;
    readonly match: EfficientnetMatch;
  },
): EfficientnetFacts {
  const origin = originOf({ variant, place, match });
  const { attention, head: { classes } } = match;
  const large = place.library === "torchvision" && LARGE_IN_TORCHVISION.includes(variant);
  const epsilon = kind !== "efficientnet" || large ? TENSORFLOW_EPSILON : TORCH_EPSILON;
  const padding = paddingOf(kind, { variant, isBench: origin.project === "DeepfakeBench" });
  const form = { padding, epsilon, classes, attention };
  return { ...origin, form, formText: `${paddingText(padding)}, epsilon ${epsilon}` };
}

function paddingOf(
  kind: EfficientnetKind,
  { variant, isBench }: { readonly variant: EfficientnetVariant; readonly isBench: boolean },
): EfficientnetPadding {
  switch (kind) {
    case "tf-efficientnet":
      return { kind: "same" };
    case "efficientnet":
      return { kind: "symmetric" };
    case "efficientnet-pytorch": // DeepfakeBench replaces the first convolution by one without padding
      return { kind: "fixed", side: NOMINAL_SIDES[variant], stem: !isBench };
    default:
      return kind satisfies never;
  }
}

function paddingText(padding: EfficientnetPadding): string {
  switch (padding.kind) {
    case "same":
      return "TensorFlow's padding";
    case "symmetric":
      return "symmetric padding";
    case "fixed":
      return `TensorFlow's padding for images of ${padding.side} pixels, as in efficientnet_pytorch 0.7${
        padding.stem ? "" : ", but none before the first convolution"
      }`;
    default:
      return padding satisfies never;
  }
}

/** Determines the project by names that only it has. */
function originOf(
  { variant, place, match }: {
    readonly variant: EfficientnetVariant;
    readonly place: EfficientnetPlace;
    readonly match: EfficientnetMatch;
  },
): Origin {
  const { library, prefix } = place;
  const { name, classes } = match.head;
  if (isWinners(place, match)) {
    return { project: "DeepFakeClassifier", size: WINNERS_SIDE, normalisation: IMAGENET };
  }
  if (library === "efficientnet_pytorch") {
    if (/(^|\.)last_layer(\.\d+)?$/.test(name)) {
      return { project: "DeepfakeBench", size: 256, normalisation: CENTRED };
    }
    if (/(^|\.)net\.$/.test(prefix) && name === `${prefix}_fc` && classes === 2) {
      return { project: "Self-Blended Images", size: 380, normalisation: UNIT };
    }
    if (/(^|\.)efficientnet\.$/.test(prefix) && /(^|\.)classifier$/.test(name)) {
      return { project: "icpr2020dfdc", size: 224, normalisation: IMAGENET };
    }
  }
  return { project: library, size: NOMINAL_SIDES[variant], normalisation: IMAGENET };
}
