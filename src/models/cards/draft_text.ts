import { onOneLine } from "../../base/text/on_one_line.ts";
import { type CardFacts, FACT_PATHS, type FactName } from "./facts.ts";
import { type Asked, type Choice, openPaths, type Question } from "./questions.ts";

interface Draft {
  readonly facts: CardFacts;
  readonly asked: Asked;
  /** What is to be filled in. */
  readonly questions: readonly Question[];
  /** Path of card.schema.json, as the card has it. */
  readonly schema: string;
}

/**
 * Writes a card as JSON with comments: behind each value where it comes from, and above each `null` what is to be
 * filled in, with the usual values.
 */
export function draftText(card: Readonly<Record<string, unknown>>, draft: Draft): string {
  const notes = { behind: originsOf(draft.facts), above: todosOf(draft) };
  return `${objectLines({ $schema: draft.schema, ...card }, { prefix: "", notes }).join("\n")}\n`;
}

/** Comments by path: behind the value, and lines above it. */
interface Notes {
  readonly behind: ReadonlyMap<string, string>;
  readonly above: ReadonlyMap<string, readonly string[]>;
}

function originsOf(facts: CardFacts): ReadonlyMap<string, string> {
  const names = Object.keys(facts) as FactName[];
  return new Map(
    names.flatMap((name) => FACT_PATHS[name].map((path) => [path, facts[name]!.from] as const)),
  );
}

/** Writes each question above the first path that it leaves open; the others follow it. */
function todosOf({ facts, asked, questions }: Draft): ReadonlyMap<string, readonly string[]> {
  return new Map(questions.map((question) => {
    const open = openPaths(question, { facts, asked });
    const order = Object.values(FACT_PATHS).flat().filter((path) => open.includes(path));
    const choices = question.choices.map((choice) => `  ${choiceText(choice, order)}`);
    return [order[0]!, [`To be filled in: ${question.text}`, ...choices]];
  }));
}

function choiceText({ text, facts }: Choice, paths: readonly string[]): string {
  const values = paths.map((path) =>
    `${JSON.stringify(path.split(".").at(-1))}: ${JSON.stringify(valueAt(path, facts))}`
  );
  return `${values.join(", ")}  ${text}`;
}

function valueAt(path: string, facts: CardFacts): unknown {
  if (path === "output.index") return facts.fake?.value.index;
  if (path === "output.polarity") return facts.fake?.value.polarity;
  const name = (Object.keys(FACT_PATHS) as FactName[]).find((one) => FACT_PATHS[one][0] === path);
  return facts[name!]?.value;
}

function objectLines(
  object: Readonly<Record<string, unknown>>,
  { prefix, notes }: { readonly prefix: string; readonly notes: Notes },
): readonly string[] {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  const inner = entries.flatMap(([key, value], at) => {
    const path = prefix + key;
    const isSection = path === "input" || path === "output";
    const [first, ...more] = isSection
      ? objectLines(value as Record<string, unknown>, { prefix: `${path}.`, notes })
      : [JSON.stringify(value)];
    const lines = [`${JSON.stringify(key)}: ${first}`, ...more];
    const comma = at < entries.length - 1 ? "," : "";
    const behind = notes.behind.get(path);
    lines[lines.length - 1] += comma + (behind === undefined ? "" : ` // ${onOneLine(behind)}`);
    const above = (notes.above.get(path) ?? []).map((line) => `// ${onOneLine(line)}`);
    return [...above, ...lines].map((line) => `  ${line}`);
  });
  return ["{", ...inner, "}"];
}
