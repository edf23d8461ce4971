import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { compareCodePoints } from "../../../src/base/text/compare_code_points.ts";

Deno.test("compareCodePoints orders texts as their UTF-8 bytes are ordered", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "\uffee", "😀", "\u{10ffff}") });
  fc.assert(fc.property(text, text, (a, b) => {
    const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));
    assert.equal(Math.sign(compareCodePoints(a, b)), bytes);
  }));
});

Deno.test("compareCodePoints puts an emoji behind the last characters of the basic plane", () => {
  assert.ok(compareCodePoints("\uffee", "😀") < 0);
  assert.ok("\uffee" > "😀", "JavaScript's own order is the other way round");
});
