import type { z } from "zod";
import type { Stage } from "../records/run_result.ts";
import type { Provider } from "../records/provider.ts";

/** The complete settings that a variant can start from. */
export const PRESET_NAMES = ["reference", "notebook", "fixed"] as const;
export type PresetName = (typeof PRESET_NAMES)[number];

/** A parameter's value in each preset; a preset that is left out has the reference's. */
export type PresetValues<Value> =
  & { readonly reference: Value }
  & Readonly<Partial<Record<Exclude<PresetName, "reference">, Value>>>;

/** What a value may depend on when it is resolved. */
export interface ResolveContext {
  /** The variant's parameters as the config gives them. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly provider: Provider;
}

/**
 * Everything Assay knows of one parameter of the pipeline. The config's schema, the presets, the help text, the
 * names in tables and the keys of stages are derived from these entries.
 */
export interface ParameterEntry<Schema extends z.ZodType = z.ZodType, Resolved = unknown> {
  /** Which values it takes; its description is the sentence in help texts and editors. */
  readonly schema: Schema;
  /** The stage it belongs to, which orders the parameters; `null`: it acts on metrics alone. */
  readonly stage: Stage | null;
  /**
   * What stands before the value in the names of face detections, face preparations and classifiers. One that
   * begins with `@` is put directly behind what comes before it.
   */
  readonly label: string;
  /** Whether names hold it even where it has the reference's value. */
  readonly alwaysNamed?: boolean;
  /** `null`: no preset sets it. */
  readonly presets: PresetValues<z.output<Schema>> | null;
  /** The value as names write it, where that is not its usual text. */
  text?(value: unknown): string;
  /** What the value stands for, such as a number for `auto`. Parts and keys see this value only. */
  resolve?(value: z.output<Schema>, context: ResolveContext): Resolved;
}

/** Entries by the names that the config has for the parameters. */
export type ParameterTable = Readonly<Record<string, ParameterEntry>>;

/**
 * An entry of the parameter table, for a `parameters.ts`.
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
