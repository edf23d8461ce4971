import type { WrittenCard } from "../../stages/classifiers/model_card_schema.ts";
import { type CardFacts, FACT_PATHS, type FactName } from "./facts.ts";

const NAMES = Object.keys(FACT_PATHS) as readonly FactName[];

/** Facts that a user would only skip: defaults and what was given. */
const SELF_EVIDENT = /^(default$|the file's name|--)/;

/**
 * Makes the card of facts, with everything else that the user wrote; what is not known is `null`.
 * @param options the user's card, if any, and the number of columns of the output that is read, if known
 */
export function cardOfFacts(
  facts: CardFacts,
  { written, columns }: { readonly written: WrittenCard | null; readonly columns: number | null },
): Record<string, unknown> {
  const { $schema: _, input, output, ...others } = written ?? {};
  const value = <Name extends FactName>(name: Name) => facts[name]?.value ?? null;
  const fake = value("fake");
  return {
    ...others,
    ...{ name: value("name"), description: value("description"), license: value("license") },
    source: value("source"),
    input: {
      ...input,
      ...{ name: value("input"), size: value("size"), channels: value("channels") },
      ...{ layout: value("layout"), scale: value("scale") },
      ...{ mean: value("mean"), std: value("std") },
    },
    output: {
      ...output,
      ...{ name: value("output"), activation: value("activation") },
      index: fake?.index ?? output?.index ?? (columns === 1 ? 0 : null),
      polarity: fake?.polarity ?? output?.polarity ?? (columns === 1 ? null : "fake"),
    },
    trainedOn: others.trainedOn ?? [],
    limits: value("limits"),
  };
}

/** Lists what was found out and from what, one line for each place, such as `input.size 224: the graph`. */
export function findingLines(facts: CardFacts): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const name of NAMES) {
    const fact = facts[name];
    if (fact === undefined || SELF_EVIDENT.test(fact.from)) continue;
    groups.set(fact.from, [...groups.get(fact.from) ?? [], findingText(name, facts)]);
  }
  return [...groups].map(([from, texts]) => `${texts.join(", ")}: ${from}`);
}

function findingText(name: FactName, facts: CardFacts): string {
  if (name === "fake") {
    const { index, polarity } = facts.fake!.value;
    return `output.index ${index}, output.polarity ${polarity}`;
  }
  const value = facts[name]!.value;
  return `${FACT_PATHS[name][0]} ${typeof value === "string" ? value : numbersText(value)}`;
}

function numbersText(value: unknown): string {
  const list = Array.isArray(value) ? value : [value];
  return list.map((number) => number === 1 / 255 ? "1/255" : String(number)).join(" ");
}
