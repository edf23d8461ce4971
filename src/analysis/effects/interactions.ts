import type { FactorChange, Interaction } from "../../records/ablation.ts";
import type { JsonValue, Settings } from "../../records/manifest.ts";
import type { Contrast } from "../comparison/contrast.ts";
import {
  type Cell,
  cellTerms,
  cellWith,
  type Design,
  strataOf,
  valueKey,
  valuesOf,
} from "./design_cells.ts";
import { referenceValue } from "./main_effects.ts";

/** The interaction of two changes, as a contrast of variants. */
export interface InteractionContrast extends Pick<Interaction, "factors" | "settings"> {
  readonly effect: Contrast;
}

/**
 * Every pair of changes from the reference values whose four combinations were run, averaged over the settings
 * of the other parameters: both − first alone − second alone + neither.
 * Source: Box, Hunter and Hunter, "Statistics for Experimenters", 1978, chapter 10.
 * @param base the reference settings, where they were run
 */
export function interactions(design: Design, base: Settings): readonly InteractionContrast[] {
  const { parameters } = design;
  return parameters.flatMap((first, place) =>
    parameters.slice(place + 1).flatMap((second) => {
      const strata = strataOf(design, [first, second]).filter((stratum) => stratum.length >= 4);
      return changesOf(strata, first, base).flatMap((a) =>
        changesOf(strata, second, base).flatMap((b) => interactionOf(strata, [a, b]))
      );
    })
  );
}

/** The values of a parameter other than its reference. */
function changesOf(
  strata: readonly (readonly Cell[])[],
  parameter: string,
  base: Settings,
): readonly FactorChange[] {
  if (strata.length === 0) return [];
  const reference = referenceValue(strata, parameter, base);
  return valuesOf(strata.flat(), parameter)
    .filter((value) => valueKey(value) !== valueKey(reference))
    .map((value) => ({ parameter, value, reference }));
}

function interactionOf(
  strata: readonly (readonly Cell[])[],
  factors: readonly [FactorChange, FactorChange],
): readonly InteractionContrast[] {
  const squares = strata.flatMap((stratum) => squareOf(stratum, factors));
  if (squares.length === 0) return [];
  const signs = [1, -1, -1, 1];
  const effect = squares.flatMap((square) =>
    square.flatMap((cell, corner) => cellTerms(cell, signs[corner]! / squares.length))
  );
  return [{ factors, settings: squares.length, effect }];
}

/** The cells with both changes, the first, the second and neither; empty unless all four were run. */
function squareOf(
  stratum: readonly Cell[],
  [a, b]: readonly [FactorChange, FactorChange],
): readonly (readonly Cell[])[] {
  const cellOf = (ofA: JsonValue, ofB: JsonValue) =>
    cellWith(stratum, { [a.parameter]: ofA, [b.parameter]: ofB });
  const corners = [
    cellOf(a.value, b.value),
    cellOf(a.value, b.reference),
    cellOf(a.reference, b.value),
    cellOf(a.reference, b.reference),
  ];
  const cells = corners.flatMap((cell) => cell ?? []);
  return cells.length === corners.length ? [cells] : [];
}
