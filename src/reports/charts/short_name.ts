import { onOneLine } from "../../base/text/on_one_line.ts";

/** Longest name that fits beside a chart, in characters. */
const LENGTH = 34;

/**
 * A variant's name as charts write it: at most LENGTH characters, and no other's. What was cut ends with the
 * variant's place in config order.
 * @param place from 0
 */
export function shortName(name: string, place: number): string {
  const line = onOneLine(name);
  if (line.length <= LENGTH) return line;
  const end = `… ${place + 1}`;
  return `${line.slice(0, LENGTH - end.length)}${end}`;
}

/** Pixels of a character of a name, on the safe side. */
const CHARACTER = 6.9;

/**
 * Names as the labels of an axis: a column of their own, flush left. Vega guesses widths without fonts, half as
 * much again as they are, so the column's is given.
 */
export function nameAxis(names: readonly string[], colour: string): object {
  const longest = Math.max(...names.map((name) => name.length));
  return {
    title: null,
    labelColor: colour,
    labelAlign: "left",
    labelLimit: 0,
    labelPadding: Math.ceil(CHARACTER * longest) + 8,
  };
}
