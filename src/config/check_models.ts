import { inputError, usageError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import type { Precision } from "../records/provider.ts";
import type { Variant } from "./variant.ts";

/** A model that is here: what its card says of it, as far as a config needs to know. */
export interface CatalogueEntry {
  readonly name: string;
  /** Precisions that the card has a file for. */
  readonly precisions: readonly Precision[];
}

/**
 * Makes sure that every variant's models are here in its precision.
 * @throws AssayError: exit 2 for a variant without a model, exit 3 for a model or precision that is not here
 */
export function checkModels(
  variants: readonly Variant[],
  { catalogue, source }: { readonly catalogue: readonly CatalogueEntry[]; readonly source: string },
): void {
  for (const variant of variants) {
    if (variant.model.length === 0) throw noModel(variant, source);
    for (const name of variant.model) {
      const entry = catalogue.find((known) => known.name === name);
      if (entry === undefined) throw unknownModel(name, { variant, catalogue });
      if (!entry.precisions.includes(variant.precision)) throw noPrecision(entry, variant);
    }
  }
}

function noModel({ name }: Variant, source: string): Error {
  return usageError("CONFIG_MISSING_KEY", {
    what: `${source}: model is missing, and variants.${name} names none`,
    remedy: 'Add "model", such as "model": "demo", or give --model',
  });
}

function unknownModel(
  name: string,
  { variant, catalogue }: { variant: Variant; catalogue: readonly CatalogueEntry[] },
): Error {
  const known = catalogue.map((entry) => entry.name);
  const nearest = nearestName(name, known);
  const guess = nearest === undefined ? "" : `Did you mean "${nearest}"? `;
  const list = known.length === 0 ? "No model is here yet" : `Known models: ${known.join(", ")}`;
  return inputError("MODEL_UNKNOWN", {
    what: `there is no model "${name}", which variant "${variant.name}" asks for`,
    remedy: `${guess}${list}. \`deno task models build NAME\` or \`models fetch NAME\` adds one`,
  });
}

function noPrecision({ name, precisions }: CatalogueEntry, variant: Variant): Error {
  const here = precisions.length === 0 ? "no precision" : precisions.join(" and ");
  return inputError("MODEL_PRECISION_MISSING", {
    what: `the model "${name}" has no ${variant.precision} file, which variant ` +
      `"${variant.name}" asks for`,
    remedy: `It has ${here}: set "precision" to one of them, or add the file with ` +
      `\`deno task models build ${name}\``,
  });
}
