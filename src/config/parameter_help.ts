import { z } from "zod";
import type { ParameterEntry } from "../stages/parameter.ts";
import { PARAMETER_TABLE } from "../stages/parameters.ts";
import { PARAMETER_NAMES, type ParameterName, parameterTable } from "./variant.ts";

/**
 * The parameters for a help text: a line each with what it means and the reference's value, in the order of the
 * pipeline.
 */
export function parameterHelp(): string {
  const width = Math.max(...PARAMETER_NAMES.map(({ length }) => length));
  const lines = PARAMETER_NAMES.map((name) => {
    const words = [parameterTable[name].description ?? "", ...choicesOf(name)].join(": ");
    return `  ${name.padEnd(width)}  ${words}${usualOf(name)}`;
  });
  return ["Parameters of a variant, with the value of preset reference:", ...lines].join("\n");
}

/** The words that a parameter can be, where its description does not explain each. */
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
