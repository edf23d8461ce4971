import type { Precision } from "../records/provider.ts";
import type { CatalogueEntry } from "./check_models.ts";
import type { Variant } from "./variant.ts";

/** A variant that is not run, because its model has no file of its precision. */
export interface LeftOutVariant {
  readonly name: string;
  readonly model: string;
  readonly precision: Precision;
  /** Name of the variant that the others are compared with in its stead; left out: it was not to be compared with. */
  readonly replacedBy?: string;
}

/** Most names that a sentence lists; the others are counted. */
const MOST_NAMES = 4;

/** Variants that are run, and those that are left out. */
export interface ChosenVariants {
  /** In config order. */
  readonly variants: readonly Variant[];
  /** In config order. */
  readonly leftOut: readonly LeftOutVariant[];
}

/**
 * Leaves out the variants whose model has no file of their precision: a config that is shared by many models may ask
 * for more than each of them has. If nothing would remain, all are kept: that is an error, not a choice.
 */
export function leaveOutUnrunnable(
  variants: readonly Variant[],
  catalogue: readonly CatalogueEntry[],
): ChosenVariants {
  const lacking = (variant: Variant) =>
    variant.model.find((name) =>
      catalogue.some((entry) => entry.name === name && !entry.runnable.includes(variant.precision))
    );
  const kept = variants.filter((variant) => lacking(variant) === undefined);
  if (kept.length === 0) return { variants, leftOut: [] };
  const leftOut = variants.flatMap((variant) => {
    const model = lacking(variant);
    return model === undefined ? [] : [{ name: variant.name, model, precision: variant.precision }];
  });
  return { variants: kept, leftOut };
}

/** Says which variants were left out, why, and what to do to run them; empty: none. */
export function leftOutSentences(
  leftOut: readonly LeftOutVariant[],
  catalogue: readonly CatalogueEntry[],
): readonly string[] {
  const byFile = Map.groupBy(leftOut, ({ model, precision }) => JSON.stringify([model, precision]));
  return [...byFile.values()].map((variants) => {
    const { model, precision } = variants[0]!;
    const remedy = catalogue.find(({ name }) => name === model)?.remedy;
    return `Left out, since model ${model} has no ${precision} file: ${listed(variants)}.` +
      replacedText(variants) + (remedy === undefined ? "" : ` ${remedy}.`);
  });
}

/** Says with which variant the others are compared, if they were to be compared with one of these. */
function replacedText(variants: readonly LeftOutVariant[]): string {
  const replaced = variants.find(({ replacedBy }) => replacedBy !== undefined);
  if (replaced === undefined) return "";
  const [wanted, instead] = [replaced.name, replaced.replacedBy].map((one) => JSON.stringify(one));
  return ` Variants are compared with ${instead} instead of ${wanted}.`;
}

/** Lists names, which may have commas. */
function listed(variants: readonly LeftOutVariant[]): string {
  const shown = variants.slice(0, MOST_NAMES).map(({ name }) => JSON.stringify(name));
  const hidden = variants.length - shown.length;
  return [...shown, ...(hidden === 0 ? [] : [`${hidden} more`])].join(", ");
}
