import { equal } from "node:assert/strict";
import fc from "fast-check";
import { editDistance, nearestName } from "../../../src/base/text/nearest_name.ts";

Deno.test("a misspelt name finds the intended one", () => {
  const known = ["frames", "jitter", "seed", "threshold"];
  equal(nearestName("frmes", known), "frames");
  equal(nearestName("treshold", known), "threshold");
  equal(nearestName("sede", known), "seed");
  equal(nearestName("Frames", known), "frames");
});

Deno.test("a name unlike any other finds none", () => {
  equal(nearestName("colour", ["frames", "jitter"]), undefined);
  equal(nearestName("x", []), undefined);
});

/** The definition, written down without any thought of speed. */
function naiveDistance(a: string, b: string): number {
  if (a === "") return b.length;
  if (b === "") return a.length;
  const [restA, restB] = [a.slice(0, -1), b.slice(0, -1)];
  const same = a.at(-1) === b.at(-1) ? 0 : 1;
  const choices = [
    naiveDistance(restA, b) + 1,
    naiveDistance(a, restB) + 1,
    naiveDistance(restA, restB) + same,
  ];
  const swapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  if (swapped) choices.push(naiveDistance(a.slice(0, -2), b.slice(0, -2)) + 1);
  return Math.min(...choices);
}

Deno.test("the edit distance is that of its definition", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
  fc.assert(fc.property(word, word, (a, b) => equal(editDistance(a, b), naiveDistance(a, b))));
});
