import fc from "fast-check";
import { ok } from "node:assert/strict";
import {
  columnScale,
  logit,
  standardised,
  unstandardised,
} from "../../src/demo/logistic_regression.ts";

const value = fc.integer({ min: -800, max: 800 }).map((eighths) => eighths / 8);
const rows = fc.array(fc.tuple(value, value, fc.constant(7)), { minLength: 2, maxLength: 20 })
  .map((list) => list.map((row) => Float64Array.from(row)));

Deno.test("columns come to mean 0 and deviation 1; a constant one to 0", () => {
  fc.assert(fc.property(rows, (list) => {
    const even = standardised(list, columnScale(list));
    for (const column of [0, 1, 2]) {
      const values = even.map((row) => row[column]!);
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      const square = values.reduce((sum, x) => sum + x * x, 0) / values.length;
      ok(Math.abs(mean) < 1e-6);
      const constant = list.every((row) => row[column] === list[0]![column]);
      ok(constant ? square === 0 : Math.abs(square - 1) < 1e-6);
    }
  }));
});

Deno.test("a model moved back to plain rows says the same", () => {
  const model = { weights: Float64Array.of(0.5, -2, 1), bias: 0.3 };
  fc.assert(fc.property(rows, (list) => {
    const scale = columnScale(list), plain = unstandardised(model, scale);
    for (const [i, row] of standardised(list, scale).entries()) {
      ok(Math.abs(logit(model, row) - logit(plain, list[i]!)) < 1e-6);
    }
  }));
});
