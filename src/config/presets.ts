import { PARAMETER_TABLE } from "../stages/parameters.ts";
import { type ParameterEntry, PRESET_NAMES, type PresetName } from "../stages/parameter.ts";
import { PARAMETER_NAMES, type Parameters } from "./variant.ts";

export { PRESET_NAMES, type PresetName } from "../stages/parameter.ts";

/** Values of all parameters but the model, which no preset sets. */
export type Preset = Omit<Parameters, "model">;

/**
 * Complete settings that variants start from. `reference` is the published inference code of DFDC's winner,
 * including its bugs; `notebook` is a well-known annotated rewrite that differs in places; `fixed` is the
 * reference without its bugs.
 */
export const PRESETS = Object.fromEntries(
  PRESET_NAMES.map((preset) => [preset, presetOf(preset)]),
) as Readonly<Record<PresetName, Preset>>;

function presetOf(preset: PresetName): object {
  return Object.fromEntries(PARAMETER_NAMES.flatMap((name) => {
    const { presets }: ParameterEntry = PARAMETER_TABLE[name];
    if (presets === null) return [];
    return [[name, preset in presets ? presets[preset] : presets.reference]];
  }));
}
