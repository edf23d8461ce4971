import { z } from "zod";
import { faceDetectors } from "./faces/registry.ts";
import { frameSelectors } from "./frames/registry.ts";
import { PARAMETER_TABLE, type ParameterName } from "./parameters.ts";
import { poolingStrategies } from "./pooling/registry.ts";

/** Parameters whose values are names of parts, with the registry of each. */
const CHOICES = {
  selection: frameSelectors,
  faceDetector: faceDetectors,
  pooling: poolingStrategies,
} as const satisfies Partial<Record<ParameterName, object>>;
export type Choices = typeof CHOICES;

/** Makes the schema of a parameter's written values; names of parts must be in their registry. */
export function parameterSchema(name: ParameterName): z.ZodType {
  const { schema } = PARAMETER_TABLE[name];
  if (!isChoice(name)) return schema;
  return z.enum(Object.keys(CHOICES[name])).describe(schema.description ?? "");
}

function isChoice(name: ParameterName): name is keyof Choices {
  return Object.hasOwn(CHOICES, name);
}
