import fc from "fast-check";
import { z } from "zod";
import { parameterTable } from "../../src/config/variant.ts";
import type { Variant } from "../../src/config/variant.ts";
import { PARAMETER_TABLE } from "../../src/stages/parameters.ts";
import type { ParameterValues } from "../../src/stages/part_use.ts";
import { resolvedParameters } from "../../src/stages/resolved_parameters.ts";

/** The parts of JSON Schema that parameters are written in. */
interface ValueSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly ValueSchema[];
  readonly prefixItems?: readonly ValueSchema[];
  readonly items?: ValueSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** Values that a schema allows, so that a new parameter is tried without being listed in a test. */
function valuesOf(schema: ValueSchema): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map(valuesOf));
  if (schema.prefixItems !== undefined) return fc.tuple(...schema.prefixItems.map(valuesOf));
  const { minimum = 0, exclusiveMinimum = minimum, exclusiveMaximum = 50 } = schema;
  const { maximum = exclusiveMaximum } = schema;
  switch (schema.type) {
    case "integer":
      return fc.integer({ min: minimum, max: Math.min(maximum, minimum + 50) });
    case "number":
      return fc.integer({ min: 1, max: 19 }).map((part) =>
        exclusiveMinimum + (Math.min(maximum, 50) - exclusiveMinimum) * part / 20
      );
    case "array":
      return fc.array(valuesOf(schema.items ?? {}), { minLength: 1, maxLength: 3 });
    case "boolean":
      return fc.boolean();
    default:
      throw new Error(
        `a parameter is written as ${JSON.stringify(schema)}: teach this test to make one`,
      );
  }
}

/** Variants with any setting of every parameter but the model; some are repeated from few values. */
export function variants(model: readonly string[]): fc.Arbitrary<Variant> {
  const arbitraries = Object.entries(parameterTable)
    .filter(([name]) => name !== "model")
    .map(([name, schema]) => {
      const written = z.toJSONSchema(schema as z.ZodType, { io: "input" }) as ValueSchema;
      return [name, valuesOf(written)] as const;
    });
  return fc.record(Object.fromEntries(arbitraries))
    .map((values) => ({ ...values, model, name: "made up" }) as unknown as Variant);
}

/** Any setting of every parameter, as parts see it. */
export const resolvedValues: fc.Arbitrary<ParameterValues> = variants(["small"]).map((variant) =>
  resolvedParameters({ ...variant }, { table: PARAMETER_TABLE, provider: "cpu" })
);
