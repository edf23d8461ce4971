import { z } from "zod";
import type { ParameterEntry } from "../stages/parameter.ts";
import { PARAMETER_TABLE } from "../stages/parameters.ts";
import { PARAMETER_NAMES, type ParameterName, parameterTable } from "./variant.ts";

/** Columns of a help text. */
const WIDTH = 80;

/**
 * Formats the parameters for a help text, in the order of the pipeline: name, meaning, and the value in the preset
 * `reference`. Long lines are wrapped.
 */
export function parameterHelp(): string {
  const indent = Math.max(...PARAMETER_NAMES.map(({ length }) => length)) + 4;
  const lines = PARAMETER_NAMES.flatMap((name) => {
    const words = [parameterTable[name].description ?? "", ...choicesOf(name)].join(": ");
    const [first = "", ...more] = wrappedLines(`${words}${usualOf(name)}`, WIDTH - indent);
    return [`  ${name}`.padEnd(indent) + first, ...more.map((line) => " ".repeat(indent) + line)];
  });
  return ["Parameters of a variant (value in preset reference):", ...lines].join("\n");
}

/** Breaks a text at its spaces into lines of at most `width` characters. */
function wrappedLines(text: string, width: number): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}

/** Lists the words that a parameter can be, unless its description explains each. */
function choicesOf(name: ParameterName): string[] {
  const schema = parameterTable[name];
  if (!(schema instanceof z.ZodEnum)) return [];
  const words = schema.options.map(String);
  return words.every((word) => schema.description?.includes(`${word}:`)) ? [] : [words.join(", ")];
}

function usualOf(name: ParameterName): string {
  const entry: ParameterEntry = PARAMETER_TABLE[name];
  if (entry.presets === null) return "";
  const { reference } = entry.presets;
  return ` (${entry.text ? entry.text(reference) : JSON.stringify(reference)})`;
}
