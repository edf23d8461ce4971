import { z } from "zod";
import { type Choices, parameterSchema } from "../stages/parameter_schema.ts";
import { type GivenParameters, PARAMETER_TABLE, type ParameterName } from "../stages/parameters.ts";

export type { ParameterName } from "../stages/parameters.ts";

/** Values of all parameters of the pipeline. */
export type Parameters =
  & Omit<GivenParameters, keyof Choices>
  & { readonly [Name in keyof Choices]: keyof Choices[Name] };

/** A complete setting of all pipeline parameters, with a name. */
export interface Variant extends Parameters {
  /** Unique within an evaluation; matches `variantName`. */
  readonly name: string;
}

type Schemas = {
  readonly [Name in ParameterName]: Name extends keyof Choices
    ? z.ZodEnum<{ [Part in keyof Choices[Name] & string]: Part }>
    : (typeof PARAMETER_TABLE)[Name]["schema"];
};

export const PARAMETER_NAMES = Object.keys(PARAMETER_TABLE) as readonly ParameterName[];

/** Schema of every parameter, in the order of the pipeline; names of parts must be in their registry. */
export const parameterTable = Object.fromEntries(
  PARAMETER_NAMES.map((name) => [name, parameterSchema(name)]),
) as Schemas;

/**
 * Schema of a variant's name: safe in tables, on command lines and in charts. It must not be a number, since
 * JavaScript moves such keys to the front and the variants' order would be lost.
 */
export const variantName = z.string().max(200).regex(
  /^(?!\d+$)[A-Za-z0-9][A-Za-z0-9 ._=,+@()-]*$/,
  "is not a valid variant name (letters, digits, spaces and '._=,+@()-'; a letter or digit first; not a number)",
);
