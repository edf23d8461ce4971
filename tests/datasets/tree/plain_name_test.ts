import { equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { plainName } from "../../../src/datasets/tree/plain_name.ts";

Deno.test("a path is written as the tree does", () => {
  const cases = {
    "a.mp4": ["a.mp4", "./a.mp4", " a.mp4\t", ".\\a.mp4", "x/../a.mp4", "././/a.mp4"],
    "real/a.mp4": ["real/a.mp4", "real\\a.mp4", "real//a.mp4", "real/./a.mp4"],
    "../a.mp4": ["../a.mp4", "x/../../a.mp4"],
    "/a.mp4": ["/a.mp4", "//a.mp4"],
    "": ["", " ", ".", "./", "x/.."],
  };
  for (const [plain, forms] of Object.entries(cases)) {
    for (const form of forms) equal(plainName(form), plain, form);
  }
});

Deno.test("a plain path stays as it is, and leaves the folder only at its start", () => {
  const parts = fc.array(fc.constantFrom("a", "b.mp4", ".", "..", "", "c d", "\\"));
  fc.assert(fc.property(parts, (given) => {
    const plain = plainName(given.join("/"));
    equal(plainName(plain), plain);
    ok(!/[^.\/]\/\.\.(\/|$)/.test(plain), plain);
  }));
});
