import type { JsonValue, Settings } from "../../records/manifest.ts";
import type { Contrast } from "../comparison/contrast.ts";

/** A setting of the varied parameters and the variants that were run with it, one for each repetition. */
export interface Cell {
  /** The varied parameters without the repeat parameter. */
  readonly settings: Settings;
  /** Places of the variants. */
  readonly variants: readonly number[];
}

/** The settings that a run covers. */
export interface Design {
  /** Parameters that vary, in config order, without the repeat parameter. */
  readonly parameters: readonly string[];
  readonly cells: readonly Cell[];
}

/**
 * Sorts variants into cells; variants of a cell differ only in the repeat parameter.
 * @param variants each variant's parameters, all of them
 * @param options `repeats`: the parameter whose values are repeats, such as a seed
 */
export function designOf(
  variants: readonly Settings[],
  { repeats }: { readonly repeats: string },
): Design {
  const parameters = Object.keys(variants[0] ?? {}).filter((name) =>
    name !== repeats && new Set(variants.map((settings) => valueKey(settings[name]!))).size > 1
  );
  const cells = new Map<string, { settings: Settings; variants: number[] }>();
  variants.forEach((all, place) => {
    const settings = Object.fromEntries(parameters.map((name) => [name, all[name]!]));
    const key = settingsKey(settings, []);
    const cell = cells.get(key) ?? { settings, variants: [] };
    cell.variants.push(place);
    cells.set(key, cell);
  });
  return { parameters, cells: [...cells.values()] };
}

/** Groups of cells that are equal in all parameters except those named. */
export function strataOf(
  { cells }: Design,
  free: readonly string[],
): readonly (readonly Cell[])[] {
  const strata = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = settingsKey(cell.settings, free);
    const stratum = strata.get(key);
    if (stratum === undefined) strata.set(key, [cell]);
    else stratum.push(cell);
  }
  return [...strata.values()];
}

/** The cell of a stratum with these values. */
export function cellWith(stratum: readonly Cell[], values: Settings): Cell | undefined {
  const wanted = Object.entries(values);
  return stratum.find(({ settings }) =>
    wanted.every(([name, value]) => isSameValue(settings[name]!, value))
  );
}

/** The mean over the cells' variants, times a factor. */
export function cellTerms({ variants }: Cell, factor: number): Contrast {
  return variants.map((variant) => ({ variant, coefficient: factor / variants.length }));
}

/** Distinct values of a parameter, in order of first appearance. */
export function valuesOf(cells: readonly Cell[], parameter: string): readonly JsonValue[] {
  const values = new Map(
    cells.map(({ settings }) => [valueKey(settings[parameter]!), settings[parameter]!]),
  );
  return [...values.values()];
}

/** A key that is equal for equal values. */
export function valueKey(value: JsonValue): string {
  return JSON.stringify(value);
}

/** Whether values have the same key; of most values the keys need not be made for that. */
function isSameValue(a: JsonValue, b: JsonValue): boolean {
  if (typeof a !== "object" || typeof b !== "object") return a === b;
  return valueKey(a) === valueKey(b);
}

function settingsKey(settings: Settings, without: readonly string[]): string {
  return JSON.stringify(Object.entries(settings).filter(([name]) => !without.includes(name)));
}
