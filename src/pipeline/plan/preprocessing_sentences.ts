import { listed, quotedNames } from "../../base/text/listed.ts";
import { stated } from "../../stages/classifiers/card_preprocessing.ts";
import type { ModelCard } from "../../stages/classifiers/model_card.ts";
import type { ParameterTable } from "../../stages/parameter.ts";
import { PARAMETER_TABLE } from "../../stages/parameters.ts";
import type { ParameterValues } from "../../stages/part_use.ts";
import { parameterText } from "../keys/names.ts";
import type { Plan, PlannedVariant } from "./plan.ts";

/** Relative difference of numbers below which they are the same preprocessing: a card cannot write 1/3. */
const ALIKE = 0.01;

/**
 * Describes in one sentence for each model how variants differ from the preprocessing that its card states, and names
 * the variants that take their preprocessing from cards that state none.
 */
export function preprocessingSentences(plan: Plan): readonly string[] {
  return [
    ...plan.models.flatMap(({ card }) => differenceSentence(card, plan) ?? []),
    ...plan.models.flatMap(({ card }) => silenceSentence(card, plan) ?? []),
  ];
}

function differenceSentence(card: ModelCard, plan: Plan): string | null {
  const wanted = stated(card);
  const differing = variantsOf(card, plan)
    .map((planned) => ({ planned, values: valuesUsed(card, { planned, plan }) }))
    .filter(({ values }) => differences(wanted, values).length > 0);
  if (differing.length === 0) return null;
  const names = [...new Set(differing.flatMap(({ values }) => differences(wanted, values)))];
  const used = names.map((name) => {
    const texts = new Set(
      differing.filter(({ values }) => differences(wanted, values).includes(name))
        .map(({ values }) => textOf(name, values)),
    );
    return `${name} ${listed([...texts], "or")}`;
  });
  const variants = differing.map(({ planned }) => planned.variant.name);
  return `Model "${card.name}" was trained with ${
    listed(names.map((name) => `${name} ${textOf(name, wanted)}`))
  }, by its card; ${variants.length === 1 ? "variant" : "variants"} ${
    listed(quotedNames(variants))
  } ${variants.length === 1 ? "runs" : "run"} it with ${listed(used)}. ` +
    'To take what the card states, set "preprocessing": "card".';
}

function silenceSentence(card: ModelCard, plan: Plan): string | null {
  if (Object.keys(stated(card)).length > 0) return null;
  const taking = variantsOf(card, plan).filter(({ variant }) => variant.preprocessing === "card")
    .map(({ variant }) => variant.name);
  if (taking.length === 0) return null;
  return `The card of model "${card.name}" states no preprocessing, so ${
    listed(quotedNames(taking))
  } ${taking.length === 1 ? "uses its" : "use their"} own for it.`;
}

function variantsOf({ name }: ModelCard, { variants }: Plan): readonly PlannedVariant[] {
  return variants.filter(({ variant }) => variant.model.includes(name));
}

/** Lists the values that a variant uses for a model; parameters without effect are left out. */
function valuesUsed(
  { name }: ModelCard,
  { planned, plan }: { readonly planned: PlannedVariant; readonly plan: Plan },
): ParameterValues {
  const { faceDetector, pooling, model } = planned.variant;
  const scoring = planned.scorings[model.indexOf(name)]!;
  return {
    faceDetector,
    ...plan.preparations[scoring.preparation]!.preparation.parameters,
    pooling,
    ...planned.pooling.parameters,
  };
}

function differences(wanted: ParameterValues, used: ParameterValues): readonly string[] {
  return Object.keys(wanted)
    .filter((name) => Object.hasOwn(used, name) && !alike(wanted[name], used[name]));
}

function alike(a: unknown, b: unknown): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return Math.abs(a - b) <= ALIKE * Math.max(Math.abs(a), Math.abs(b));
}

function textOf(name: string, values: ParameterValues): string {
  const entry = (PARAMETER_TABLE as ParameterTable)[name]!;
  return parameterText(entry, values[name]);
}
