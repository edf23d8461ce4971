import type { z } from "zod";
import type { Stage } from "../records/run_result.ts";
import type { Provider } from "../records/provider.ts";

/** Names of the presets: complete settings that a variant can start from. */
export const PRESET_NAMES = ["reference", "notebook", "fixed"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** A parameter's value in each preset; presets left out have the value of `reference`. */
export type PresetValues<Value> =
  & { readonly reference: Value }
  & Readonly<Partial<Record<Exclude<PresetName, "reference">, Value>>>;

/** Context that a parameter's value is resolved in. */
export interface ResolveContext {
  /** The variant's parameters as given in the config. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly provider: Provider;
}

/**
 * Declaration of one parameter of the pipeline. The config's schema, the presets, the help text, the names in tables
 * and the keys of stages are derived from it.
 */
export interface ParameterEntry<Schema extends z.ZodType = z.ZodType, Resolved = unknown> {
  /** Schema of its values, with a description for help texts and editors. */
  readonly schema: Schema;
  /** Stage that it belongs to, which orders the parameters; `null`: it affects metrics only. */
  readonly stage: Stage | null;
  /**
   * Prefix of the value in the names of face detections, face preparations and classifiers. Pieces of a name are
   * joined by `+`, except before a label that begins with `@`.
   */
  readonly label: string;
  /** Whether names include it even if it has the value of `reference`. */
  readonly alwaysNamed?: boolean;
  /** `null`: no preset sets it. */
  readonly presets: PresetValues<z.output<Schema>> | null;
  /**
   * Whether a model's card may state it as what the classifier was trained with. `each`: every model of a variant may
   * have its own value; `shared`: all models of a variant have one. Left out: no.
   */
  readonly inCards?: "each" | "shared";
  /** Formats the value for names and help; left out: its usual text. */
  text?(value: unknown): string;
  /** Resolves the value, such as `auto` to a number. Parts and keys use the resolved value only. */
  resolve?(value: z.output<Schema>, context: ResolveContext): Resolved;
}

/** Parameters by their name in the config. */
export type ParameterTable = Readonly<Record<string, ParameterEntry>>;

/**
 * Declares a parameter, for a `parameters.ts`.
 * @example
 * ```ts
 * import { z } from "zod";
 * import { parameter } from "./parameter.ts";
 *
 * const blur = parameter({
 *   schema: z.number().min(0).max(10).describe("blur of each face, standard deviation in pixels"),
 *   stage: "crop",
 *   label: "blur",
 *   presets: { reference: 0 },
 * });
 * console.log(blur.presets?.reference); // 0
 * ```
 */
export function parameter<Schema extends z.ZodType, Resolved = z.output<Schema>>(
  entry: ParameterEntry<Schema, Resolved>,
): ParameterEntry<Schema, Resolved> {
  return entry;
}
