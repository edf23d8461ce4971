import { deepStrictEqual as equal } from "node:assert/strict";
import { FAMILY_PHRASES } from "../../../src/models/networks/family_phrases.ts";
import { NETWORK_FAMILIES } from "../../../src/models/networks/network_families.ts";

/** Lists what a row of the help stands for: `a-b0 … b7` is eight names. */
function namesOf(text: string): string[] {
  const range = /^(.*)-b0 … b7$/.exec(text);
  if (range === null) return text.split(", ");
  return Array.from({ length: 8 }, (_, i) => `${range[1]}-b${i}`);
}

Deno.test("the help says of every family what it is, and of no other", () => {
  equal(
    FAMILY_PHRASES.flatMap(({ names }) => namesOf(names)).sort(),
    Object.keys(NETWORK_FAMILIES).sort(),
  );
});
