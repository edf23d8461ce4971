import { deepEqual as same, throws } from "node:assert/strict";
import fc from "fast-check";
import { codedColumn, valueAt, valuesOf } from "../../src/records/coded_column.ts";

Deno.test("a coded column gives back its values, of which it holds each once", () => {
  const value = fc.constantFrom("ok", "failed", "no_face", null);
  fc.assert(fc.property(fc.array(value), (values) => {
    const column = codedColumn(values);
    same([...valuesOf(column)], values);
    same(values.map((_, row) => valueAt(column, row)), values);
    same(column.values, [...new Set(values)]);
  }));
});

Deno.test("a byte tells 256 values apart, and no more", () => {
  const numbers = Array.from({ length: 257 }, (_, i) => i);
  same([...valuesOf(codedColumn(numbers.slice(0, 256)))], numbers.slice(0, 256));
  throws(() => codedColumn(numbers), RangeError);
});
