import { deepStrictEqual as same, equal } from "node:assert/strict";
import fc from "fast-check";
import { ffppGroupOf, joinIds } from "../../../src/datasets/layouts/ffpp_groups.ts";

Deno.test("a pair has one name, whichever id stands first", () => {
  const groupOf = joinIds([["953", "974"], ["003", "000"], ["000", "003"], ["005"]]);
  same(["974", "953", "000", "003", "005", "999"].map(groupOf), [
    ...["953_974", "953_974", "000_003", "000_003", "005", "999"],
  ]);
});

Deno.test("a lone id belongs to the pair that another dataset knows; actors join nothing", () => {
  const groupOf = ffppGroupOf(["000_003", "001", "003", "actor_01", "000_003"]);
  same(["000", "003", "000_003", "001", "002", "actor_01", "007_008"].map(groupOf), [
    ...["000_003", "000_003", "000_003", "001", "002", "actor_01", "007_008"],
  ]);
});

Deno.test("ids are in one group exactly if links lead from one to the other", () => {
  const ids = fc.integer({ min: 0, max: 12 }).map(String);
  const links = fc.array(fc.tuple(ids, ids), { maxLength: 12 });
  fc.assert(fc.property(links, ids, ids, (pairs, a, b) => {
    const groupOf = joinIds(pairs);
    equal(groupOf(a) === groupOf(b), reaches(pairs, { from: a, to: b }));
  }));
});

Deno.test("a chain of many ids is joined without delay", () => {
  const ids = Array.from({ length: 30_000 }, (_, i) => String(i));
  const chain = ids.slice(1).map((id, i) => [ids[i]!, id]);
  const groupOf = joinIds(chain);
  equal(groupOf("0"), groupOf("29999"));
  equal(joinIds(chain.toReversed())("7"), groupOf("0"));
});

/** Follows links one by one: the naive twin. */
function reaches(
  pairs: readonly (readonly [string, string])[],
  { from, to }: { readonly from: string; readonly to: string },
): boolean {
  const reached = new Set([from]);
  for (let size = 0; size < reached.size;) {
    size = reached.size;
    for (const [a, b] of pairs) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
  }
  return reached.has(to);
}
