import { inputError, usageError } from "../records/errors.ts";
import { nearestName } from "../base/text/nearest_name.ts";
import type { Precision } from "../records/provider.ts";
import type { StatingCard } from "../stages/classifiers/card_preprocessing.ts";
import { checkPreprocessing } from "./check_preprocessing.ts";
import type { Variant } from "./variant.ts";

/** Facts about an available model that a config is checked against. */
export interface CatalogueEntry extends StatingCard {
  readonly name: string;
  /** Precisions that the card lists a file for. */
  readonly precisions: readonly Precision[];
  /** Precisions that can be run: those with a file, or all of `precisions` when no file is there. */
  readonly runnable: readonly Precision[];
  /** What the user is to do for a precision that it lacks, a sentence without its full stop. */
  readonly remedy: string;
}

/**
 * Checks that every variant has a model, that each of its models is available in its precision, and that their
 * cards allow its preprocessing.
 * @throws AssayError: exit 2 for a variant without a model or with a preprocessing that is not possible, exit 3 for an unknown model or a missing precision
 */
export function checkModels(
  variants: readonly Variant[],
  { catalogue, source }: { readonly catalogue: readonly CatalogueEntry[]; readonly source: string },
): void {
  for (const variant of variants) {
    if (variant.model.length === 0) throw noModel(variant, source);
    const models = variant.model.map((name) => {
      const entry = catalogue.find((known) => known.name === name);
      if (entry === undefined) throw unknownModel(name, { variant, catalogue });
      if (!entry.precisions.includes(variant.precision)) throw noPrecision(entry, variant);
      return entry;
    });
    checkPreprocessing(variant, models);
  }
}

function noModel({ name }: Variant, source: string): Error {
  return usageError("CONFIG_MISSING_KEY", {
    what: `${source}: model is missing, both for all variants and in variants.${name}`,
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
  const list = known.length === 0 ? "There are no models yet" : `Known models: ${known.join(", ")}`;
  return inputError("MODEL_UNKNOWN", {
    what: `variant "${variant.name}" uses the model "${name}", which does not exist`,
    remedy: `${guess}${list}. To add your own, see \`deno task models import --help\``,
  });
}

function noPrecision({ name, precisions, remedy }: CatalogueEntry, variant: Variant): Error {
  return inputError("MODEL_PRECISION_MISSING", {
    what: `variant "${variant.name}" uses the model "${name}" in ${variant.precision}, but its ` +
      `card lists no ${variant.precision} file`,
    remedy: `Set "precision" to one that it has: ${precisions.join(" or ")}. ${remedy}`,
  });
}
