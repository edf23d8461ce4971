import { z } from "zod";
import type { ParameterEntry } from "../stages/parameter.ts";
import { PARAMETER_TABLE } from "../stages/parameters.ts";
import { PARAMETER_NAMES, type ParameterName, parameterTable } from "./variant.ts";
import { largest } from "../base/numeric/extremes.ts";

/** Columns of a help text. */
const WIDTH = 80;

/**
 * Formats the parameters for a help text, in the order of the pipeline: name, meaning, and the value in the preset
 * `reference`. Long lines are wrapped.
 */
export function parameterHelp(): string {
  const width = largest(PARAMETER_NAMES.map(({ length }) => length));
  const lines = PARAMETER_NAMES.map((name) => {
    const words = [parameterTable[name].description ?? "", ...choicesOf(name)].join(": ");
    const indent = " ".repeat(width + 4);
    return `  ${name.padEnd(width)}  ${wrapped(`${words}${usualOf(name)}`, indent)}`;
  });
  return ["Parameters of a variant (value in preset reference):", ...lines].join("\n");
}

/** Breaks a text at its spaces into lines that fit the help's width, all but the first indented. */
function wrapped(text: string, indent: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`;
    const fits = lines.length > 0 && indent.length + longer.length <= WIDTH;
    if (fits) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.join(`\n${indent}`);
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
