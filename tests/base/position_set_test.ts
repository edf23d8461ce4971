import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { PositionSet } from "../../src/base/position_set.ts";

/** A set, and the same as a list of places. */
const sets = fc.tuple(fc.nat(12), fc.array(fc.nat(30))).map(([count, single]) => ({
  set: PositionSet.union([PositionSet.below(count), PositionSet.of(single)]),
  places: [...new Set([...Array(count).keys(), ...single])].sort((a, b) => a - b),
}));

Deno.test("a run with single places is the set of all of them, in order", () => {
  fc.assert(fc.property(sets, ({ set, places }) => {
    deepEqual([...set], places);
    equal(set.size, places.length);
    equal(set.last, places.at(-1) ?? -1);
    for (let place = 0; place < 32; place++) {
      equal(set.has(place), places.includes(place));
      equal(set.rankOf(place), places.filter((before) => before < place).length);
    }
  }));
});

Deno.test("the first places can be left out", () => {
  fc.assert(fc.property(sets, fc.nat(50), ({ set, places }, count) => {
    const rest = set.dropFirst(count);
    deepEqual([...rest], places.slice(count));
    equal(rest.size, places.slice(count).length);
    for (const place of places) equal(rest.has(place), places.indexOf(place) >= count);
  }));
});

Deno.test("a union has the places of all sets", () => {
  fc.assert(fc.property(fc.array(sets, { maxLength: 4 }), (parts) => {
    const union = PositionSet.union(parts.map(({ set }) => set));
    const places = new Set(parts.flatMap((part) => part.places));
    deepEqual([...union], [...places].sort((a, b) => a - b));
  }));
});

Deno.test("a run of 60 million places takes no memory", () => {
  const set = PositionSet.below(60_000_000);
  equal(set.size, 60_000_000);
  equal(set.last, 59_999_999);
  equal(set.rest.length, 0);
});
