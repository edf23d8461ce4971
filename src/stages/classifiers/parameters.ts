import { z } from "zod";
import { MODEL_NAME } from "../../base/text/name_rules.ts";
import { PRECISIONS, type Provider } from "../../records/provider.ts";
import { parameter } from "../parameter.ts";

/** Schema of a model's name, which is the name of its folder under `models/`. */
export const modelName = z.string().regex(
  MODEL_NAME.pattern,
  `is not ${MODEL_NAME.allowed}`,
);

/** Batch size for `auto`: the fastest measured on CPUs and on large GPUs. */
const AUTO_BATCH: Readonly<Record<Provider, number>> = { cpu: 1, cuda: 32 };

/** A model named twice would count twice in the mean. */
function isWithoutRepeats(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}

/** Parameters of the classify stage. */
export const classifierParameters = {
  /** With several models, each is pooled alone and the mean of their video scores is taken. */
  model: parameter({
    schema: z.union([
      modelName.transform((name) => [name]),
      z.array(modelName).min(1).refine(isWithoutRepeats, "a list that names each model once")
        .meta({ uniqueItems: true }),
    ]).describe("a model, or several whose video scores are averaged"),
    stage: "classify",
    label: "",
    presets: null,
  }),
  precision: parameter({
    schema: z.enum(PRECISIONS).describe("precision of the classifier's arithmetic"),
    stage: "classify",
    label: "@",
    alwaysNamed: true,
    presets: { reference: "fp32" },
  }),
  batchSize: parameter({
    schema: z.union([z.literal("auto"), z.int().min(1).max(4096)]).describe(
      "faces per call; auto: 1 on CPU, 32 on CUDA",
    ),
    stage: "classify",
    label: "@b",
    alwaysNamed: true,
    presets: { reference: "auto" },
    resolve: (size, { provider }) => size === "auto" ? AUTO_BATCH[provider] : size,
  }),
} as const;
