import { z } from "zod";
import { PROVIDER_CHOICES } from "../records/provider.ts";
import { datasetSchema, readingShape } from "./datasets.ts";
import { gatesSchema } from "./gates.ts";
import { limitsSchema } from "./limits.ts";
import { costsSchema, operatingPointSchema } from "./operating_point.ts";
import { PRESET_NAMES } from "./presets.ts";
import { PARAMETER_NAMES, parameterTable, variantName } from "./variant.ts";

const writtenParameters = {
  ...parameterTable,
  frames: z.union([parameterTable.frames, z.literal(-1)]).describe(
    'frames requested per video; -1 means selection "all"',
  ),
};
type Written = typeof writtenParameters;

/** Schema of some parameters, as given in a config or by `--set`. */
export const settingsSchema = z.strictObject(writtenParameters).partial();
export type GivenSettings = z.output<typeof settingsSchema>;

const variantSchema = z.strictObject({
  preset: z.enum(PRESET_NAMES).describe(
    'preset that the variant starts from (default: "reference")',
  ),
  ...writtenParameters,
}).partial();

/** Schema of lists of values for some parameters. */
const axesSchema = notEmpty(
  z.strictObject(
    Object.fromEntries(
      PARAMETER_NAMES.map((name) => [name, z.array(writtenParameters[name]).min(1)]),
    ) as { [Name in keyof Written]: z.ZodArray<Written[Name]> },
  ).partial(),
);
export type Axes = z.output<typeof axesSchema>;

/** Schema of an evaluation file. */
export const evalSchema = z.strictObject({
  $schema: z.string().optional().describe("path of this schema, for editors"),
  version: z.literal(1).describe("version of the file format"),
  dataset: datasetSchema.optional(),
  ...readingShape,
  split: z.string().min(1).optional().describe(
    'split of the dataset, several with commas, or "all" (default: those of operatingPoint, else the dataset ' +
      'card\'s defaultSplit, else "all")',
  ),
  model: writtenParameters.model.optional(),
  provider: z.enum(PROVIDER_CHOICES).optional().describe(
    "where networks run; auto: CUDA if it works, else CPU",
  ),
  compareWith: z.string().optional().describe(
    "name of the variant that the others are compared with, and that matrix and sweep start from",
  ),
  timing: z.enum(["attributed", "isolated"]).optional().describe(
    "attributed: shared work is timed once; isolated: every variant runs alone",
  ),
  logLossClip: z.number().gt(0).lt(0.5).optional().describe(
    "log loss clips probabilities to [clip, 1 - clip] (default: 1e-15)",
  ),
  variants: notEmpty(z.record(variantName, variantSchema)).optional().describe(
    "variants by name: a preset and the parameters that differ from it",
  ),
  matrix: z.union([axesSchema, z.array(axesSchema).min(1)]).optional().describe(
    "variants with all combinations of the values, starting from the variant of compareWith",
  ),
  sweep: axesSchema.optional().describe(
    "variants with one changed value each, starting from the variant of compareWith",
  ),
  slices: z.array(z.string().min(1)).optional().describe(
    "tags that metrics are given by (default: tags with 2 to 20 values); [] for none",
  ),
  independent: z.string().min(1).optional().describe(
    'level whose members CIs resample and tests swap: "group", "recording", "identity", "video" or ' +
      "another tag of which each group has one value (default: the dataset card's, else the " +
      "outermost of identity, recording and group with at least six members that swaps do not link)",
  ),
  costs: costsSchema.optional(),
  operatingPoint: operatingPointSchema.optional(),
  gates: gatesSchema.optional().describe("limits that `deno task check` judges by"),
  limits: limitsSchema.optional().describe("limits on the resources of one video or program"),
});
export type EvalFile = z.output<typeof evalSchema>;

/** Makes the schema of evaluation files as JSON Schema (draft 2020-12), for editors. */
export function evalJsonSchema(): Record<string, unknown> {
  const title = "Evaluation of deepfake detectors by Assay";
  return { title, ...z.toJSONSchema(evalSchema, { io: "input" }) };
}

function notEmpty<Schema extends z.ZodType<object>>(schema: Schema): Schema {
  return schema
    .refine((value) => Object.keys(value).length > 0, {
      // Unknown keys were removed by now, so an object with only unknown keys looks empty.
      when: ({ issues }) => issues.length === 0,
    })
    .meta({ minProperties: 1 });
}
