import type { ModelOutput } from "../../stages/classifiers/model_card.ts";
import { logitsName } from "./efficientnet_graph.ts";

/** Returns the output of a card: one logit of fake, or the logits of real and fake in this order. */
export function classOutput(classes: 1 | 2): ModelOutput {
  return classes === 1
    ? { name: logitsName(1), activation: "sigmoid", index: 0, polarity: "fake" }
    : { name: logitsName(2), activation: "softmax", index: 1, polarity: "fake" };
}

/** Writes what is assumed about the outputs. */
export function classNote(classes: 1 | 2): string {
  return classes === 1
    ? "One output: its sigmoid is taken as P(fake); if it is P(real), import it with --fake 0."
    : "Two outputs: the softmax of index 1 is taken as P(fake); if index 0 is fake, import it with " +
      "--fake 0.";
}
