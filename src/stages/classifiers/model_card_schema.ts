import { z } from "zod";
import { cardPreprocessingSchema } from "./card_preprocessing_schema.ts";
import type { ModelCard } from "./model_card.ts";
import { modelName } from "./parameters.ts";

const triple = z.tuple([z.number(), z.number(), z.number()]);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex").nullable();

const file = z.strictObject({
  path: z.string().regex(
    /^[^/\\]+\.onnx$/,
    "must be the name of an .onnx file in the card's folder",
  ),
  sha256,
});

/** Address for downloads: https, or http on this machine; plain http could be tampered with. */
const address = z.string().regex(
  /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])\S+$/,
  "must be an https address",
);

/** Schema of a model card; `ModelCard` documents the fields. */
export const modelCardSchema: z.ZodType<ModelCard> = z.strictObject({
  schemaVersion: z.literal(1),
  name: modelName,
  family: z.string(),
  architecture: z.string().exactOptional(),
  description: z.string(),
  license: z.string(),
  source: z.string(),
  weights: z.strictObject({
    file: z.string().regex(/^[^/\\]*[^/\\.][^/\\]*$/, "must be the name of a file"),
    url: address.nullable(),
    sha256,
  }).exactOptional(),
  files: z.strictObject({ fp32: file.exactOptional(), fp16: file.exactOptional() }).refine(
    (files) => Object.keys(files).length > 0,
    "must have at least one file",
  ),
  input: z.strictObject({
    name: z.string().min(1),
    size: z.int().min(1).max(4096),
    channels: z.enum(["RGB", "BGR"]),
    layout: z.enum(["NCHW", "NHWC"]),
    scale: z.number().gt(0),
    mean: triple,
    std: triple.refine((std) => std.every((value) => value > 0), "must be above 0"),
  }),
  output: z.strictObject({
    name: z.string().min(1),
    activation: z.enum(["none", "sigmoid", "softmax"]),
    index: z.int().min(0),
    polarity: z.enum(["fake", "real"]),
  }),
  preprocessing: cardPreprocessingSchema.exactOptional(),
  trainedOn: z.array(z.strictObject({
    dataset: z.string(),
    videos: z.array(z.string()),
    note: z.string(),
  })),
  limits: z.string(),
  verification: z.strictObject({
    onnxRuntime: z.string(),
    images: z.int().min(1),
    halfPrecisionDifference: z.number().min(0).nullable(),
    forced: z.boolean(),
  }).exactOptional(),
});
