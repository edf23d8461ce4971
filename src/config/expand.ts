import { usageError } from "../records/errors.ts";
import { PRESETS } from "./presets.ts";
import type { Axes, EvalFile, GivenSettings } from "./schema.ts";
import type { Parameters, Variant } from "./variant.ts";

/** Most variants of one evaluation; more are almost certainly a mistake in the config. */
const MOST_VARIANTS = 10_000;

/** Settings that decide how a config's variants are expanded. */
export interface Expansion {
  /** Parameters set in every variant, overriding the config; matrix and sweep do not vary them. */
  readonly forced: GivenSettings;
  /** Name of the variant that matrix and sweep start from. */
  readonly compareWith: string;
  /** Name of the config in errors. */
  readonly source: string;
}

/**
 * Expands a config into its variants: the named ones, the combinations of `matrix`, the steps of `sweep`, in
 * this order. A generated name lists the parameters that differ from the variant of `compareWith`, in the order
 * of the pipeline, whatever their order in the config.
 * @throws AssayError (exit 2) for a duplicate name, or too many variants
 */
export function expandVariants(file: EvalFile, expansion: Expansion): readonly Variant[] {
  const named = namedVariants(file, expansion.forced);
  const generated = named
    .filter(({ name }) => name === expansion.compareWith)
    .flatMap((base) =>
      changesOf(file, expansion.forced).map((change) => ({
        ...withSettings(base, change),
        name: nameOf(change),
      }))
    );
  return withUniqueNames([...named, ...generated], expansion);
}

/** Gets the variants that a config names, in its order; without any, `reference`. */
export function variantsOf(file: EvalFile): NonNullable<EvalFile["variants"]> {
  return file.variants ?? { reference: {} };
}

function namedVariants(file: EvalFile, forced: GivenSettings): readonly Variant[] {
  return Object.entries(variantsOf(file)).map(([name, { preset, ...given }]) => {
    const start = { ...PRESETS[preset ?? "reference"], model: file.model ?? [] };
    return { name, ...withSettings(withSettings(start, given), forced) };
  });
}

/**
 * Applies settings to parameters. Setting `frames` alone turns `selection: "all"` into `"uniform"`; −1 frames
 * means `selection: "all"`.
 */
function withSettings<Start extends Parameters>(start: Start, given: GivenSettings): Start {
  const { frames, ...rest } = given;
  const settings = { ...start, ...rest };
  if (frames === undefined) return settings;
  if (frames === -1) return { ...settings, selection: "all" };
  const takenBack = start.selection === "all" && given.selection === undefined;
  return { ...settings, frames, selection: takenBack ? "uniform" : settings.selection };
}

/** Lists the settings that each generated variant changes. */
function changesOf(file: EvalFile, forced: GivenSettings): readonly GivenSettings[] {
  const matrices = [file.matrix ?? []].flat().map((matrix) => axesOf(matrix, forced));
  const sweep = axesOf(file.sweep ?? {}, forced);
  // A sweep is a matrix of one axis for each parameter.
  const grids = [...matrices, ...sweep.map((axis) => [axis])];
  checkCount(grids);
  return grids.flatMap(combinations);
}

/** A parameter and the values that it takes. */
interface Axis {
  readonly name: string;
  readonly values: readonly unknown[];
}

function axesOf(given: Axes, forced: GivenSettings): readonly Axis[] {
  return Object.entries(given).flatMap(([name, values]) =>
    values === undefined || Object.hasOwn(forced, name) ? [] : [{ name, values }]
  );
}

/** Makes all combinations of the axes' values, the last axis changing fastest; none without an axis. */
function combinations(axes: readonly Axis[]): readonly GivenSettings[] {
  if (axes.length === 0) return [];
  return axes.reduce<readonly GivenSettings[]>(
    (before, { name, values }) =>
      before.flatMap((change) => values.map((value) => ({ ...change, [name]: value }))),
    [{}],
  );
}

/** Checks the number of variants before they are made, since they might not fit into memory. */
function checkCount(grids: readonly (readonly Axis[])[]): void {
  const count = grids
    .map((axes) => axes.reduce((product, { values }) => product * values.length, 1))
    .reduce((sum, part) => sum + part, 0);
  if (count <= MOST_VARIANTS) return;
  throw usageError("CONFIG_TOO_MANY_VARIANTS", {
    what: `matrix and sweep make ${count} variants`,
    remedy: `Give them fewer values; at most ${MOST_VARIANTS} variants are allowed`,
  });
}

/** Names a variant by its changes: `frames=8,seed=2`. */
function nameOf(change: GivenSettings): string {
  return Object.entries(change)
    .map(([name, value]) => `${name}=${name === "frames" && value === -1 ? "all" : textOf(value)}`)
    .join(",");
}

function textOf(value: unknown): string {
  return Array.isArray(value) ? value.join("+") : String(value);
}

function withUniqueNames(
  variants: readonly Variant[],
  { source }: Expansion,
): readonly Variant[] {
  const seen = new Set<string>();
  for (const { name } of variants) {
    if (seen.has(name)) {
      throw usageError("CONFIG_DUPLICATE_NAME", {
        what: `${source}: there are two variants called "${name}"`,
        remedy: "Rename one, or remove the value repeated in matrix or sweep",
      });
    }
    seen.add(name);
  }
  return variants;
}
