import { deepEqual as same, equal } from "node:assert/strict";
import fc from "fast-check";
import { compareNaturally } from "../../../src/base/text/compare_naturally.ts";

Deno.test("numbers in names are in order of size, whatever their zeros", () => {
  same(["10.png", "9.png", "a2", "a10", "a1b", "010.png", "b", ""].sort(compareNaturally), [
    ...["", "9.png", "010.png", "10.png", "a1b", "a2", "a10", "b"],
  ]);
  same(["f18446744073709551617", "f18446744073709551616"].sort(compareNaturally), [
    ...["f18446744073709551616", "f18446744073709551617"],
  ]);
});

Deno.test("the order of names does not depend on the order that they come in", () => {
  const name = fc.stringMatching(/^[ab0-2.]{0,6}$/);
  fc.assert(fc.property(fc.uniqueArray(name), (names) => {
    const sorted = names.toSorted(compareNaturally);
    same(names.toReversed().sort(compareNaturally), sorted);
    sorted.forEach((one, i) =>
      sorted.forEach((other, k) =>
        equal(Math.sign(compareNaturally(one, other)), Math.sign(i - k), `${one} ${other}`)
      )
    );
  }));
});
