import { z } from "zod";
import { MODEL_NAME } from "../../base/text/name_rules.ts";
import { PRECISIONS } from "../../records/provider.ts";

export const FAMILIES = ["onnx"] as const;
export type FamilyName = (typeof FAMILIES)[number];

/** The name of a model: the name of its folder under `models/`. */
export const modelName = z.string().regex(
  MODEL_NAME.pattern,
  `is not ${MODEL_NAME.allowed}`,
);

export const classifierParameters = {
  model: z.union([modelName.transform((name) => [name]), z.array(modelName).min(1)]).describe(
    "a model, or several whose video scores are averaged",
  ),
  precision: z.enum(PRECISIONS).describe("precision of the classifier's arithmetic"),
  batchSize: z.union([z.literal("auto"), z.int().min(1).max(4096)]).describe(
    "faces per call; auto: 1 on CPU, 32 on CUDA",
  ),
};
