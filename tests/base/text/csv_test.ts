import assert from "node:assert/strict";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { type Cell, csvLine, plainText, safeText } from "../../../src/base/text/csv.ts";

/** Texts full of what CSV and spreadsheets stumble over. */
const nastyText = fc.string({
  unit: fc.constantFrom("=", "+", "-", "@", "\t", "\r", "\n", "'", '"', ",", " ", "a", "é", "😀"),
});

Deno.test("csvLine quotes as RFC 4180 requires and ends in CRLF", () => {
  assert.equal(
    csvLine(["a", 'say "hi"', "x,y", "two\nlines", null, 1]),
    [
      'a,"say ""hi""","x,y","two\nlines",,1\r\n',
    ].join(""),
  );
});

Deno.test("csvLine writes numbers in full and leaves negative ones numbers", () => {
  assert.equal(csvLine([-5, 0.1 + 0.2, 1e-7, -0, 3]), "-5,0.30000000000000004,1e-7,0,3\r\n");
});

Deno.test("csvLine refuses numbers that are not finite", () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    assert.throws(() => csvLine([value]), RangeError);
  }
});

Deno.test("numbers read back as the same numbers", () => {
  fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
    const [[cell]] = parse(csvLine([value, "x"])) as [[string, string]];
    assert.equal(Number(cell), value === 0 ? 0 : value);
  }));
});

Deno.test("a cell never starts like a spreadsheet formula", () => {
  for (const start of ["=", "+", "-", "@", "\t", "\r", "\n"]) {
    const [[cell]] = parse(csvLine([`${start}1+1`, "x"])) as [[string, string]];
    assert.equal(cell, `'${start}1+1`);
  }
  assert.equal(csvLine(["-7.mp4"]), "'-7.mp4\r\n");
});

Deno.test("any text is recovered by csv-parse and plainText", () => {
  fc.assert(fc.property(fc.array(nastyText, { minLength: 2, maxLength: 5 }), (texts) => {
    const line = csvLine(texts as Cell[]);
    const [cells] = parse(line, { record_delimiter: "\r\n" }) as [string[]];
    assert.deepEqual(cells.map(plainText), texts);
  }));
  fc.assert(fc.property(nastyText, (text) => plainText(safeText(text)) === text));
});
