import type { ModelInput, ModelOutput } from "../../stages/classifiers/model_card.ts";

/** Three numbers, one for each colour channel. */
export type Triple = readonly [number, number, number];

/** Column of the output that tells P(fake), and what a high value of it means. */
export type FakeColumn = Pick<ModelOutput, "index" | "polarity">;

/** The values of a card that can be found out, by name. */
export interface FactValues {
  readonly name: string;
  readonly description: string;
  readonly license: string;
  readonly source: string;
  readonly limits: string;
  /** Name of the network's input. */
  readonly input: string;
  readonly layout: ModelInput["layout"];
  readonly size: number;
  readonly channels: ModelInput["channels"];
  readonly scale: number;
  readonly mean: Triple;
  readonly std: Triple;
  /** Name of the network's output. */
  readonly output: string;
  readonly activation: ModelOutput["activation"];
  readonly fake: FakeColumn;
}

export type FactName = keyof FactValues;

/** A value and where it comes from. */
export interface Fact<Value> {
  readonly value: Value;
  /** Where it comes from, such as `config.json (id2label)`. */
  readonly from: string;
}

/** What is known of a card. */
export type CardFacts = { readonly [Name in FactName]?: Fact<FactValues[Name]> };

/** Makes facts of values that all come from one place; `null` and `undefined` are not known. */
export function factsFrom(
  from: string,
  values: { readonly [Name in FactName]?: FactValues[Name] | null | undefined },
): CardFacts {
  const known = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(known.map(([name, value]) => [name, { value, from }]));
}

/** Joins facts; of several about one value the first counts. */
export function firstFacts(...sources: readonly CardFacts[]): CardFacts {
  const entries = sources.toReversed().flatMap((source) => Object.entries(source));
  return Object.fromEntries(entries) as CardFacts;
}

/** The fields of a card, by path, that each fact gives. */
export const FACT_PATHS: Readonly<Record<FactName, readonly string[]>> = {
  name: ["name"],
  description: ["description"],
  license: ["license"],
  source: ["source"],
  limits: ["limits"],
  input: ["input.name"],
  size: ["input.size"],
  channels: ["input.channels"],
  layout: ["input.layout"],
  scale: ["input.scale"],
  mean: ["input.mean"],
  std: ["input.std"],
  output: ["output.name"],
  activation: ["output.activation"],
  fake: ["output.index", "output.polarity"],
};
