import type { MainEffect } from "../../records/ablation.ts";
import type { JsonValue, Settings } from "../../records/manifest.ts";
import {
  type Cell,
  cellTerms,
  cellWith,
  type Design,
  strataOf,
  valueKey,
  valuesOf,
} from "./design_cells.ts";
import type { Contrast } from "../comparison/contrast.ts";

/** A value of a parameter against the reference value, as contrasts of variants. */
export interface EffectContrasts extends Pick<MainEffect, "parameter" | "value" | "reference"> {
  /** Settings of the other parameters that were run with both. */
  readonly settings: number;
  readonly mean: Contrast;
  readonly referenceMean: Contrast;
  readonly effect: Contrast;
}

/**
 * Every value of every parameter against the reference value, averaged over all settings of the other
 * parameters that were run with both. In a full matrix this is the main effect of a factorial design; where
 * combinations are missing it is a paired comparison over the settings that were run.
 * Source: Box, Hunter and Hunter, "Statistics for Experimenters", 1978, chapter 10.
 * @param base the reference settings, where they were run
 */
export function mainEffects(design: Design, base: Settings): readonly EffectContrasts[] {
  return design.parameters.flatMap((parameter) => {
    const strata = strataOf(design, [parameter]).filter((stratum) => stratum.length > 1);
    if (strata.length === 0) return [];
    const reference = referenceValue(strata, parameter, base);
    return valuesOf(strata.flat(), parameter)
      .filter((value) => valueKey(value) !== valueKey(reference))
      .flatMap((value) => effectOf(strata, { parameter, value, reference }));
  });
}

/** The base's value if it was run together with another value, else the first value that was. */
export function referenceValue(
  strata: readonly (readonly Cell[])[],
  parameter: string,
  base: Settings,
): JsonValue {
  const values = valuesOf(strata.flat(), parameter);
  return values.find((value) => valueKey(value) === valueKey(base[parameter]!)) ?? values[0]!;
}

function effectOf(
  strata: readonly (readonly Cell[])[],
  factor: Pick<MainEffect, "parameter" | "value" | "reference">,
): readonly EffectContrasts[] {
  const pairs = strata.flatMap((stratum) => {
    const changed = cellWith(stratum, { [factor.parameter]: factor.value });
    const reference = cellWith(stratum, { [factor.parameter]: factor.reference });
    return changed && reference ? [{ changed, reference }] : [];
  });
  if (pairs.length === 0) return [];
  const share = 1 / pairs.length;
  const mean = pairs.flatMap(({ changed }) => cellTerms(changed, share));
  return [{
    ...factor,
    settings: pairs.length,
    mean,
    referenceMean: pairs.flatMap(({ reference }) => cellTerms(reference, share)),
    effect: [...mean, ...pairs.flatMap(({ reference }) => cellTerms(reference, -share))],
  }];
}
