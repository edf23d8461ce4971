import { equal } from "node:assert/strict";
import { isCounter, isHarmless } from "../../../src/models/networks/harmless_tensors.ts";

const HARMLESS = [
  "bn1.num_batches_tracked",
  "n_averaged",
  "criterion.weight",
  "loss_fn.pos_weight",
  "loss_func.weight",
  "model.ce_loss.weight",
  "val_auc.preds",
  "train_acc.tp",
  "test_metrics.auroc.confmat",
  "accuracy.correct",
];

const NEEDED = [
  "val_proj.weight",
  "test_branch.conv.weight",
  "f1.weight",
  "gloss.weight",
  "global_pool.p",
  "mean",
  "attconv.weight",
];

Deno.test("weights of losses and metrics, and counters, have no effect", () => {
  for (const name of HARMLESS) equal(isHarmless({ name, shape: [] }), true, name);
});

Deno.test("layers with similar names have one", () => {
  for (const name of NEEDED) equal(isHarmless({ name, shape: [3, 3] }), false, name);
  equal(isCounter({ name: "layer.decay", shape: [12] }), false);
});
