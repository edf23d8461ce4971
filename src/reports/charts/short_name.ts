import { onOneLine } from "../../base/text/on_one_line.ts";
import { largest } from "../../base/numeric/extremes.ts";

/** Longest name that fits beside a chart, in characters. */
const LENGTH = 34;

/**
 * A variant's name for a chart: at most LENGTH characters, and unique. A name that was cut ends with the
 * variant's place in config order.
 * @param place from 0
 */
export function shortName(name: string, place: number): string {
  const line = onOneLine(name);
  if (line.length <= LENGTH) return line;
  const end = `… ${place + 1}`;
  return `${line.slice(0, LENGTH - end.length)}${end}`;
}

/** Width of a character of a name, pixels, rounded up. */
const CHARACTER = 6.9;

/**
 * An axis with names as labels, in a left-aligned column. Without fonts Vega overestimates text widths by half,
 * so the width of the column is given.
 */
export function nameAxis(names: readonly string[], colour: string): object {
  const longest = largest(names.map((name) => name.length));
  return {
    title: null,
    labelColor: colour,
    labelAlign: "left",
    labelLimit: 0,
    labelPadding: Math.ceil(CHARACTER * longest) + 8,
  };
}
