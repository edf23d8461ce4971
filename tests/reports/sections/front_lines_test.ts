import assert from "node:assert/strict";
import { entryNote, frontNotes, namesOnFront } from "../../../src/reports/sections/front_lines.ts";
import type { ParetoFront } from "../../../src/records/summary.ts";

const ENTRY = { name: "a", medianMs: 900, logLoss: 0.4, otherSeeds: [], equal: [] };

function front(changes: Partial<ParetoFront> = {}): { readonly pareto: ParetoFront } {
  const usual = { entries: [ENTRY], lossNoise: 0.0005, timeNoise: 0.05, incomplete: [] };
  return { pareto: { ...usual, ...changes } };
}

Deno.test("the notes say what counts as equal, and that times' noise is assumed", () => {
  const text = frontNotes(front()).join(" ");
  assert.match(text, /Times within 5 % \(assumed\) and log losses within 0\.0005 count as equal/);
  assert.doesNotMatch(text, /seed|left out/);
});

Deno.test("seeds and variants that scored fewer videos are said, in the singular too", () => {
  const entries = [{ ...ENTRY, otherSeeds: ["b"] }];
  const text = (incomplete: string[]) => frontNotes(front({ entries, incomplete })).join(" ");
  assert.match(
    text(["x"]),
    /seed alone are one entry.* 1 variant that scored fewer .* is left out\./,
  );
  assert.match(
    text(["x", "y"]),
    / 2 variants that scored fewer videos than the most complete one are left out\./,
  );
});

Deno.test("an entry says how many variants it stands for, and all of them are on the front", () => {
  const entry = { ...ENTRY, otherSeeds: ["b", "c"], equal: ["d"] };
  assert.equal(entryNote(entry), "mean of 3 seeds, and 1 equal");
  assert.equal(entryNote(ENTRY), "");
  assert.deepEqual([...namesOnFront(front({ entries: [entry] }))], ["a", "b", "c", "d"]);
});
