import { stringEnd } from "./repeated_key.ts";

/** What Python's `json` writes where JSON has no number. */
const WORD = /-?(?:NaN|Infinity)/y;

/**
 * Replaces the `NaN`, `Infinity` and `-Infinity` that Python writes by `null`; texts in quotes stay. Reads the text
 * without a regular expression for strings, which fails on strings of some megabytes.
 */
export function withoutPythonNumbers(json: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < json.length; at++) {
    const char = json[at];
    if (char === '"') {
      const end = stringEnd(json, at);
      if (end === 0) break; // not closed
      at = end - 1;
    } else if (char === "N" || char === "I" || char === "-") {
      WORD.lastIndex = at;
      const word = WORD.exec(json)?.[0];
      if (word === undefined) continue;
      pieces.push(json.slice(from, at), "null");
      from = at + word.length;
      at = from - 1;
    }
  }
  return pieces.join("") + json.slice(from);
}
