import { PARAMETER_TABLE } from "../stages/parameters.ts";
import { type ParameterEntry, PRESET_NAMES, type PresetName } from "../stages/parameter.ts";
import { PARAMETER_NAMES, type Parameters } from "./variant.ts";

export { PRESET_NAMES, type PresetName } from "../stages/parameter.ts";

/** Every parameter but the model, which no preset names. */
export type Preset = Omit<Parameters, "model">;

/**
 * The complete settings that variants start from. `reference` is the published inference code of DFDC's winner,
 * accidents included; `notebook` a well-known annotated rewrite of it, with the places where it differs; `fixed`
 * the reference with its accidents mended.
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
