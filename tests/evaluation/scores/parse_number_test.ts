import { equal } from "node:assert/strict";
import fc from "fast-check";
import { parseNumber } from "../../../src/evaluation/scores/parse_number.ts";

Deno.test("a number reads back from its text, with a point, with a comma and in brackets", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
    const text = String(value);
    equal(parseNumber(value), value);
    for (const one of [text, text.replace(".", ","), `[${text}]`]) {
      equal(parseNumber(one), Object.is(value, -0) ? 0 : value);
    }
  }));
});

Deno.test("other text is no number", () => {
  for (
    const value of ["", "FAKE", "0x1", "1,2,3", "1.2.3", "12 %", "[0.1, 0.2]", true, null, NaN]
  ) {
    equal(parseNumber(value), null, `${value}`);
  }
});
