import type { CheckpointTensor } from "../checkpoints/checkpoint.ts";

type Named = Pick<CheckpointTensor, "name" | "shape">;

/** Counters: how often a normalisation or an average was updated, and the pace of the latter. */
const COUNTER = /(^|\.)(num_batches_tracked|n_averaged|num_updates|initted|step|decay)$/;

/** Parts of names of losses. */
const LOSS = /^(criterion\w*|(\w+_)?(loss|losses)(_\w+)?)$/i;

/** Parts of names of metrics, such as `val_auc`, `test_metrics` and `accuracy`. */
const METRIC =
  /^((train|val|valid|validation|test)_(acc|accuracy|ap|auc|auroc|confmat|eer|f1|loss|metrics?|precision|recall)\w*|metrics?|accuracy|auroc)$/i;

/** Tells whether a tensor only counts updates. */
export function isCounter({ name, shape }: Named): boolean {
  return COUNTER.test(name) && shape.every((side) => side === 1);
}

/** Tells whether a tensor that no network asks for has no effect on scores: it belongs to a loss or a metric. */
export function isHarmless(tensor: Named): boolean {
  const parts = tensor.name.split(".").slice(0, 2);
  return isCounter(tensor) || parts.some((part) => LOSS.test(part) || METRIC.test(part));
}
