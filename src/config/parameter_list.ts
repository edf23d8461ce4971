import { type PresetName, PRESETS } from "./presets.ts";
import { PARAMETER_NAMES, type ParameterName, parameterTable } from "./variant.ts";

/** What help says of a parameter. */
export interface ParameterEntry {
  readonly name: ParameterName;
  readonly description: string;
  /** As written in a config; `null`: no preset sets it. */
  readonly defaults: Readonly<Record<PresetName, string | null>>;
}

/** Every parameter with its meaning and its value in each preset, in the order of the pipeline. */
export const PARAMETERS: readonly ParameterEntry[] = PARAMETER_NAMES.map((name) => ({
  name,
  description: parameterTable[name].description ?? "",
  defaults: {
    reference: defaultOf(name, "reference"),
    notebook: defaultOf(name, "notebook"),
    fixed: defaultOf(name, "fixed"),
  },
}));

function defaultOf(name: ParameterName, preset: PresetName): string | null {
  return name === "model" ? null : JSON.stringify(PRESETS[preset][name]);
}
