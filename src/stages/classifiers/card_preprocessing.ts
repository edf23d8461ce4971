import { PARAMETER_TABLE, type ParameterName } from "../parameters.ts";
import type { ParameterEntry } from "../parameter.ts";
import type { ParameterValues } from "../part_use.ts";
import type { CardPreprocessing } from "./model_card.ts";

/** Scope of a value that a card states: of its model alone, or of all models of a variant. */
type Scope = NonNullable<ParameterEntry["inCards"]>;

/** Names of the parameters that a card may state, in the order of the pipeline. */
export const CARD_PARAMETERS: readonly ParameterName[] = namesIn(["each", "shared"]);

/** Names of those that all models of a variant have in common. */
export const SHARED_CARD_PARAMETERS: readonly ParameterName[] = namesIn(["shared"]);

function namesIn(scopes: readonly Scope[]): readonly ParameterName[] {
  return (Object.entries(PARAMETER_TABLE) as [ParameterName, ParameterEntry][])
    .filter(([, { inCards }]) => inCards !== undefined && scopes.includes(inCards))
    .map(([name]) => name);
}

/** The part of a card that states its preprocessing. */
export interface StatingCard {
  readonly preprocessing?: CardPreprocessing | undefined;
}

/** Values of a variant after its models' cards. */
export interface ValuesByCards {
  /** Values for all models; those that differ between models are the variant's own. */
  readonly shared: ParameterValues;
  /** Values for each model, in the variant's order. */
  readonly each: readonly ParameterValues[];
}

/**
 * Applies what the cards state to a variant's values if it has `preprocessing: "card"`. Cards that do not state a
 * shared parameter follow those that do; they must not disagree.
 * @param given values as in a config
 */
export function valuesByCards(
  given: ParameterValues,
  cards: readonly StatingCard[],
): ValuesByCards {
  if (given.preprocessing !== "card") return { shared: given, each: cards.map(() => given) };
  const common = cards.flatMap((card) => Object.entries(stated(card, SHARED_CARD_PARAMETERS)));
  const shared = { ...given, ...Object.fromEntries(common) };
  const each = cards.map((card) => ({ ...shared, ...stated(card, CARD_PARAMETERS) }));
  return { shared: { ...shared, ...equalValues(each) }, each };
}

/** Lists the parameters that a card states, of those named. */
export function stated(
  { preprocessing = {} }: StatingCard,
  names: readonly ParameterName[] = CARD_PARAMETERS,
): ParameterValues {
  return Object.fromEntries(
    names.filter((name) => preprocessing[name] !== undefined)
      .map((name) => [name, preprocessing[name]]),
  );
}

/** Values of the parameters of cards that are equal for all models. */
function equalValues(each: readonly ParameterValues[]): ParameterValues {
  const [first = {}, ...others] = each;
  const equal = (name: string) => others.every((values) => values[name] === first[name]);
  return Object.fromEntries(
    CARD_PARAMETERS.filter((name) => Object.hasOwn(first, name) && equal(name))
      .map((name) => [name, first[name]]),
  );
}
