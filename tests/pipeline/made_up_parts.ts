import { z } from "zod";
import type { Variant } from "../../src/config/variant.ts";
import { PIPELINE_PARTS, type PipelineParts } from "../../src/pipeline/execution/parts.ts";
import { parameter, type ParameterTable } from "../../src/stages/parameter.ts";
import { PARAMETER_TABLE, type ParameterName } from "../../src/stages/parameters.ts";
import { context, variant } from "./example_plan.ts";

/** A number of the crop stage that Assay does not have. */
export const TINT = parameter({
  schema: z.number().min(0).max(255).describe("added to every value of a face"),
  stage: "crop",
  label: "tint",
  presets: { reference: 0 },
});

/** Every parameter, and some that are made up. */
export function tableWith(more: ParameterTable): ParameterTable {
  return { ...PARAMETER_TABLE, ...more };
}

/** The parts that Assay ships, some of them replaced. */
export function partsWith(more: Partial<PipelineParts>): PipelineParts {
  return { ...PIPELINE_PARTS, ...more };
}

/** A variant with settings that the config does not know. */
export function madeUp(name: string, settings: Readonly<Record<string, unknown>>): Variant {
  return { ...variant(name), ...settings };
}

/** Names of parameters, also of made-up ones. */
export function names(...all: readonly string[]): readonly ParameterName[] {
  return all as readonly ParameterName[];
}

/** The value of a made-up parameter, read as a part reads it. */
export function read(parameters: object, name: string): unknown {
  return Reflect.get(parameters, name);
}

/** A plan's context without networks of parts. */
export const bare = { ...context, fileHash: (file: string): string => `hash of ${file}` };
