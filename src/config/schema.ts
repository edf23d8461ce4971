import { z } from "zod";
import { PROVIDER_CHOICES } from "../records/provider.ts";
import { gatesSchema } from "./gates.ts";
import { limitsSchema } from "./limits.ts";
import { PRESET_NAMES } from "./presets.ts";
import { PARAMETER_NAMES, parameterTable, variantName } from "./variant.ts";

const writtenParameters = {
  ...parameterTable,
  frames: z.union([parameterTable.frames, z.literal(-1)]).describe(
    'frames asked for per video; -1 is selection "all"',
  ),
};
type Written = typeof writtenParameters;

/** Some parameters, as a config or `--set` gives them. */
export const settingsSchema = z.strictObject(writtenParameters).partial();
export type GivenSettings = z.output<typeof settingsSchema>;

const variantSchema = z.strictObject({
  preset: z.enum(PRESET_NAMES).describe('what the variant starts from; "reference" if left out'),
  ...writtenParameters,
}).partial();

/** A list of values for each of some parameters. */
const axesSchema = notEmpty(
  z.strictObject(
    Object.fromEntries(
      PARAMETER_NAMES.map((name) => [name, z.array(writtenParameters[name]).min(1)]),
    ) as { [Name in keyof Written]: z.ZodArray<Written[Name]> },
  ).partial(),
);
export type Axes = z.output<typeof axesSchema>;

/** What an `eval.jsonc` may hold. */
export const evalSchema = z.strictObject({
  $schema: z.string().optional().describe("for editors"),
  version: z.literal(1).describe("version of this format"),
  dataset: z.string().min(1).optional().describe("a name under datasets/, or a folder"),
  split: z.string().min(1).optional().describe(
    'part of the dataset; left out: the dataset card\'s defaultSplit, else "all"',
  ),
  model: writtenParameters.model.optional(),
  provider: z.enum(PROVIDER_CHOICES).optional().describe(
    "where networks run; auto: CUDA where it works, else CPU",
  ),
  compareWith: z.string().optional().describe(
    "the variant that others are compared with, and that matrix and sweep start from",
  ),
  timing: z.enum(["attributed", "isolated"]).optional().describe(
    "attributed: work shared by variants is timed once; isolated: every variant runs alone",
  ),
  logLossClip: z.number().gt(0).lt(0.5).optional().describe(
    "log loss clips probabilities to [it, 1 - it]; 1e-15 if left out",
  ),
  variants: notEmpty(z.record(variantName, variantSchema)).optional().describe(
    "by name: a preset, then what differs from it",
  ),
  matrix: z.union([axesSchema, z.array(axesSchema).min(1)]).optional().describe(
    "all combinations of the values, starting from the variant of compareWith",
  ),
  sweep: axesSchema.optional().describe(
    "one value at a time, starting from the variant of compareWith",
  ),
  gates: gatesSchema.optional().describe("limits of `check`"),
  limits: limitsSchema.optional().describe("what one video or one program may ask of a run"),
});
export type EvalFile = z.output<typeof evalSchema>;

/** The schema of `eval.jsonc` as JSON Schema (draft 2020-12), for editors. */
export function evalJsonSchema(): Record<string, unknown> {
  const title = "Evaluation of deepfake detectors by Assay";
  return { title, ...z.toJSONSchema(evalSchema, { io: "input" }) };
}

function notEmpty<Schema extends z.ZodType<object>>(schema: Schema): Schema {
  return schema
    .refine((value) => Object.keys(value).length > 0, {
      // Unknown keys are gone by now: what held only those was not empty.
      when: ({ issues }) => issues.length === 0,
    })
    .meta({ minProperties: 1 });
}
