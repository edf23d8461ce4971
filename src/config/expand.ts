import { usageError } from "../records/errors.ts";
import { PRESETS } from "./presets.ts";
import type { Axes, EvalFile, GivenSettings } from "./schema.ts";
import type { Parameters, Variant } from "./variant.ts";

/** More would be a mistake: nobody reads the table. */
const MOST_VARIANTS = 10_000;

/** What decides how a config's variants are spelt out. */
export interface Expansion {
  /** Parameters set in every variant, whatever the config says; a matrix or sweep no longer varies them. */
  readonly forced: GivenSettings;
  /** The variant that matrix and sweep start from. */
  readonly compareWith: string;
  /** What the config is called in errors. */
  readonly source: string;
}

/**
 * Every variant of a config: the named ones, the combinations of `matrix`, the steps of `sweep`, in this
 * order. Generated names say what differs from the variant of `compareWith`, parameters in the order of the
 * pipeline: writing them in another order renames nothing.
 * @throws AssayError (exit 2) when a name comes twice, or when there are too many
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

/** Names of the variants that a config spells out, in its order. */
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
 * Lays settings over parameters. A number of frames asks for that many, so it takes `selection: "all"` back
 * unless it comes together with it; −1 is `selection: "all"`.
 */
function withSettings<Start extends Parameters>(start: Start, given: GivenSettings): Start {
  const { frames, ...rest } = given;
  const settings = { ...start, ...rest };
  if (frames === undefined) return settings;
  if (frames === -1) return { ...settings, selection: "all" };
  const takenBack = start.selection === "all" && given.selection === undefined;
  return { ...settings, frames, selection: takenBack ? "uniform" : settings.selection };
}

/** What each generated variant changes. */
function changesOf(file: EvalFile, forced: GivenSettings): readonly GivenSettings[] {
  const matrices = [file.matrix ?? []].flat().map((matrix) => axesOf(matrix, forced));
  const sweep = axesOf(file.sweep ?? {}, forced);
  // A sweep is a matrix of one axis for each parameter.
  const grids = [...matrices, ...sweep.map((axis) => [axis])];
  checkCount(grids);
  return grids.flatMap(combinations);
}

/** A parameter and the values that it takes in turn. */
interface Axis {
  readonly name: string;
  readonly values: readonly unknown[];
}

function axesOf(given: Axes, forced: GivenSettings): readonly Axis[] {
  return Object.entries(given).flatMap(([name, values]) =>
    values === undefined || Object.hasOwn(forced, name) ? [] : [{ name, values }]
  );
}

/** All combinations, the last axis changing fastest; none at all without an axis. */
function combinations(axes: readonly Axis[]): readonly GivenSettings[] {
  if (axes.length === 0) return [];
  return axes.reduce<readonly GivenSettings[]>(
    (before, { name, values }) =>
      before.flatMap((change) => values.map((value) => ({ ...change, [name]: value }))),
    [{}],
  );
}

/** Counts before anything is made: a product of lists is soon larger than memory. */
function checkCount(grids: readonly (readonly Axis[])[]): void {
  const count = grids
    .map((axes) => axes.reduce((product, { values }) => product * values.length, 1))
    .reduce((sum, part) => sum + part, 0);
  if (count <= MOST_VARIANTS) return;
  throw usageError("CONFIG_TOO_MANY_VARIANTS", {
    what: `matrix and sweep make ${count} variants`,
    remedy: `Give them fewer values: at most ${MOST_VARIANTS} variants are run`,
  });
}

/** `frames=8,seed=2`: what differs. */
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
        remedy: "Rename one, or remove the value that matrix or sweep repeats",
      });
    }
    seen.add(name);
  }
  return variants;
}
