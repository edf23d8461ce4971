import fc from "fast-check";
import { ok } from "node:assert/strict";
import {
  columnScale,
  logit,
  standardise,
  unstandardise,
} from "../../src/demo/logistic_regression.ts";

const value = fc.integer({ min: -800, max: 800 }).map((eighths) => eighths / 8);
const rows = fc.array(fc.tuple(value, value, fc.constant(7)), { minLength: 2, maxLength: 20 })
  .map((list) => list.map((row) => Float64Array.from(row)));

Deno.test("columns get mean 0 and standard deviation 1; a constant one becomes 0", () => {
  fc.assert(fc.property(rows, (list) => {
    const even = standardise(list, columnScale(list));
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

Deno.test("an unstandardised model gives the same predictions", () => {
  const model = { weights: Float64Array.of(0.5, -2, 1), bias: 0.3 };
  fc.assert(fc.property(rows, (list) => {
    const scale = columnScale(list), plain = unstandardise(model, scale);
    for (const [i, row] of standardise(list, scale).entries()) {
      ok(Math.abs(logit(model, row) - logit(plain, list[i]!)) < 1e-6);
    }
  }));
});
