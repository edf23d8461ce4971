import { z } from "zod";
import { cardPreprocessingSchema } from "./card_preprocessing_schema.ts";
import type { ModelCard } from "./model_card.ts";
import { DATA_FILE } from "../../base/text/name_rules.ts";
import { modelName } from "./parameters.ts";

const triple = z.tuple([z.number(), z.number(), z.number()]);

const hex = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hex");

const sha256 = hex.nullable();

const file = z.strictObject({
  path: z.string().regex(
    /^[^/\\]+\.onnx$/,
    "must be the name of an .onnx file in the card's folder",
  ).describe("name of the file in the card's folder"),
  sha256: sha256.describe("SHA-256 of the file in hex; null: not known"),
  data: z.array(z.strictObject({
    path: z.string().regex(DATA_FILE.pattern, `is not ${DATA_FILE.allowed}`),
    sha256: hex,
  })).describe("files beside it with its numbers").exactOptional(),
});

/** Address for downloads: https, or http on this machine; plain http could be tampered with. */
const address = z.string().regex(
  /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])\S+$/,
  "must be an https address",
);

const input = z.strictObject({
  name: z.string().min(1).describe("name of the network's input"),
  size: z.int().min(1).max(4096).describe("width and height of a face, pixels"),
  channels: z.enum(["RGB", "BGR"]).describe("order of the colour channels"),
  layout: z.enum(["NCHW", "NHWC"]).describe("order of the input's axes"),
  scale: z.number().gt(0).describe(
    "factor of a pixel value of 0 to 255: (value * scale - mean) / std",
  ),
  mean: triple.describe("subtracted from each channel after scaling, in the order of channels"),
  std: triple.refine((std) => std.every((value) => value > 0), "three numbers above 0").describe(
    "divisor of each channel after the mean is subtracted, in the order of channels",
  ),
  batch: z.int().min(1).max(4096).describe("faces in every call of the network; left out: any")
    .exactOptional(),
});

const output = z.strictObject({
  name: z.string().min(1).describe("name of the network's output"),
  activation: z.enum(["none", "sigmoid", "softmax"]).describe(
    "function still to be applied; none: the network ends in it",
  ),
  index: z.int().min(0).describe("column of the output that is read, from 0"),
  polarity: z.enum(["fake", "real"]).describe("what a high value of that column means"),
});

const trainedOn = z.array(
  z.strictObject({
    dataset: z.string().describe("name of the dataset"),
    videos: z.array(z.string()).describe("names of the videos in it; empty: not known"),
    note: z.string(),
  }),
).describe("what the classifier was trained on; reports warn of it");

/** The fields of a card. */
const fields = {
  schemaVersion: z.literal(1).describe("version of the card's format"),
  name: modelName.describe("name of the model and of its folder under models/"),
  family: z.string().describe("onnx: an ONNX file with this card"),
  architecture: z.string().describe("name of the network, as in models import --family")
    .exactOptional(),
  description: z.string(),
  license: z.string(),
  source: z.string().describe("where the model comes from"),
  weights: z.strictObject({
    file: z.string().regex(/^[^/\\]*[^/\\.][^/\\]*$/, "must be the name of a file"),
    url: address.nullable(),
    sha256,
  }).describe("the file that the model was made from").exactOptional(),
  files: z.strictObject({ fp32: file.exactOptional(), fp16: file.exactOptional() }).refine(
    (files) => Object.keys(files).length > 0,
    // Unknown keys were removed by now, so files with only unknown keys look empty.
    { error: "at least one file", when: ({ issues }) => issues.length === 0 },
  ),
  input,
  output,
  preprocessing: cardPreprocessingSchema.exactOptional(),
  trainedOn,
  limits: z.string().describe("what a user must know before relying on the scores"),
  notes: z.array(z.string()).describe("what the import found out and did").exactOptional(),
  verification: z.strictObject({
    onnxRuntime: z.string(),
    images: z.int().min(1),
    halfPrecisionDifference: z.number().min(0).nullable(),
    forced: z.boolean(),
  }).exactOptional(),
} as const;

/** Schema of a model card; `ModelCard` documents the fields. */
export const modelCardSchema: z.ZodType<ModelCard> = z.strictObject(fields);

/** Path of the card's schema in a card, which only editors read. */
const $schema = z.string().describe("path of card.schema.json, for editors");

/** Allows `null` for what a draft leaves to be filled in. */
function open<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullable();
}

/**
 * Schema of a card as people write it: everything may be missing that `models import` finds out or has a default
 * for, and `null` stands for what is to be filled in.
 */
export const writtenCardSchema = z.strictObject({
  $schema,
  ...fields,
  trainedOn,
  input: z.strictObject(mapped(input.shape, open)).partial(),
  output: z.strictObject(mapped(output.shape, open)).partial(),
}).partial();

export type WrittenCard = z.output<typeof writtenCardSchema>;

type Opened<Shape extends Record<string, z.ZodType>> = {
  [Name in keyof Shape]: z.ZodNullable<Shape[Name]>;
};

function mapped<Shape extends Record<string, z.ZodType>>(
  shape: Shape,
  change: (schema: z.ZodType) => z.ZodType,
): Opened<Shape> {
  const entries = Object.entries(shape).map(([name, schema]) => [name, change(schema)]);
  return Object.fromEntries(entries) as Opened<Shape>;
}

/** Makes the schema of model cards as JSON Schema (draft 2020-12), for editors. */
export function cardJsonSchema(): Record<string, unknown> {
  const title = "Model card of a classifier in Assay";
  return { title, ...z.toJSONSchema(writtenCardSchema, { io: "input", unrepresentable: "any" }) };
}
