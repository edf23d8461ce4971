import type { CheckpointTensor } from "../checkpoints/checkpoint.ts";

/** Counters: how often a normalisation or an average was updated. */
const COUNTER = /(^|\.)(num_batches_tracked|n_averaged|num_updates|initted|step|decay)$/;

/** First parts of names of what is used in training only: losses and metrics. */
const TRAINING_ONLY =
  /^(criterion\w*|\w*loss\w*|(train|val|valid|validation|test)_\w+|metrics?|\w*(acc|accuracy|auc|auroc|f1|precision|recall|confmat))$/i;

/** Tells whether a tensor only counts updates. */
export function isCounter({ name }: Pick<CheckpointTensor, "name">): boolean {
  return COUNTER.test(name);
}

/** Tells whether a tensor that no network asks for has no effect on scores. */
export function isHarmless(tensor: Pick<CheckpointTensor, "name" | "shape">): boolean {
  const parts = tensor.name.split(".");
  return isCounter(tensor) || parts.slice(0, 2).some((part) => TRAINING_ONLY.test(part));
}
