import type { CheckpointTensor } from "../checkpoints/checkpoint.ts";
import { shapeText, type Tensors } from "./fit_parameters.ts";

/** The linear layer after the average over a network's features. */
export interface LinearHead {
  /** Name in the file, such as `fc` or `last_linear.1`. */
  readonly name: string;
  readonly weight: CheckpointTensor;
  /** `null`: it has none. */
  readonly bias: CheckpointTensor | null;
  /** Outputs: 1 for a logit, 2 for the classes real and fake. */
  readonly classes: 1 | 2;
}

/** A head, or what is wrong; and the tensors that are not of it. */
export type HeadSearch =
  | { readonly head: LinearHead; readonly left: Tensors }
  | {
    readonly head: null;
    readonly problem: string;
    /** What to do about it; left out: what helps with any network that does not fit. */
    readonly remedy?: string;
  };

/** Fewest classes of a layer that is left from training on ImageNet. */
const IMAGENET_CLASSES = 1000;

/** Names that linear layers usually have; a tensor of such a name and another shape is a misshapen head. */
const USUAL_NAME =
  /(^|\.)(fc|_fc|classifier|head|last_linear|last_layer|linear|logits|output)(\.\d+)?\.weight$/;

/**
 * Finds the linear layer of one or two outputs among the tensors that are not the encoder's. A layer of another
 * number of classes over the same features, ImageNet's thousand, is not used when there is one.
 * @param features inputs of the layer
 */
export function findHead(left: Tensors, features: number): HeadSearch {
  const layers = [...left.values()].filter(({ name, shape }) =>
    name.endsWith(".weight") && shape.length === 2 && shape[1] === features
  );
  const heads = layers.filter(({ shape }) => shape[0] === 1 || shape[0] === 2);
  const [weight, another] = heads;
  if (weight === undefined) return { head: null, ...problemOf(left, { layers, features }) };
  if (another !== undefined) {
    const problem = `two linear layers of one or two outputs (${weight.name}, ${another.name})`;
    return { head: null, problem };
  }
  const name = weight.name.slice(0, -".weight".length);
  const bias = left.get(`${name}.bias`) ?? null;
  const unused = layers.filter((layer) => layer === weight || layer.shape[0]! >= IMAGENET_CLASSES)
    .map((layer) => layer.name.slice(0, -".weight".length));
  const rest = [...left].filter(([key]) =>
    !unused.some((layer) => key === `${layer}.weight` || key === `${layer}.bias`)
  );
  const classes = weight.shape[0] === 1 ? 1 : 2;
  return { head: { name, weight, bias, classes }, left: new Map(rest) };
}

function problemOf(
  left: Tensors,
  { layers, features }: { readonly layers: readonly CheckpointTensor[]; readonly features: number },
): { readonly problem: string; readonly remedy?: string } {
  const wanted = shapeText(["1 or 2", features]);
  const odd = [...left.values()].find(({ name, shape }) =>
    USUAL_NAME.test(name) && shape.length === 2 && shape[1] !== features
  );
  if (odd !== undefined) {
    const found = shapeText(odd.shape);
    return { problem: `1 wrong shape (${odd.name} ${found} instead of ${wanted})` };
  }
  const [layer] = layers;
  if (layer === undefined) return { problem: `1 missing (a linear layer ${wanted})` };
  const classes = layer.shape[0]!;
  if (classes < IMAGENET_CLASSES) {
    return {
      problem: `its linear layer ${layer.name} is for ${classes} classes, not for one or two`,
    };
  }
  return {
    problem: `its linear layer ${layer.name} tells ImageNet's classes, not real from fake`,
    remedy: "Train it on real and fake faces first, and import the weights that result",
  };
}
