import type { z } from "zod";
import { classifierParameters } from "./classifiers/parameters.ts";
import { faceParameters } from "./faces/parameters.ts";
import { frameParameters } from "./frames/parameters.ts";
import { metricParameters } from "../metrics/parameters.ts";
import { poolingParameters } from "./pooling/parameters.ts";
import type { ParameterEntry, ParameterTable } from "./parameter.ts";

/** All parameters, in the order of the pipeline. This is the only list of them. */
export const PARAMETER_TABLE = {
  ...frameParameters,
  ...faceParameters,
  ...classifierParameters,
  ...poolingParameters,
  ...metricParameters,
} as const satisfies ParameterTable;

type Table = typeof PARAMETER_TABLE;
export type ParameterName = keyof Table;

type Immutable<Value> = Value extends readonly unknown[] ? Readonly<Value> : Value;

type Given<Entry> = Entry extends ParameterEntry<infer Schema extends z.ZodType, infer _>
  ? Immutable<z.output<Schema>>
  : never;
/** As given, where the entry does not resolve it. */
type Resolved<Entry> = "resolve" extends keyof Entry
  ? Entry extends ParameterEntry<infer _, infer Value> ? Immutable<Value> : never
  : Given<Entry>;

/** Values of all parameters as given in a config; names of parts are plain strings. */
export type GivenParameters = { readonly [Name in ParameterName]: Given<Table[Name]> };

/** Values of all parameters as parts read them, with values such as `auto` resolved. */
export type PartParameters = { readonly [Name in ParameterName]: Resolved<Table[Name]> };
