import assert from "node:assert/strict";
import fc from "fast-check";
import { distinctColumns } from "../../../../src/base/numeric/statistics/distinct_columns.ts";
import { weightedSums } from "../../../../src/base/numeric/statistics/weighted_sums.ts";

const tables = fc.tuple(fc.nat(9), fc.nat(40)).chain(([columns, rows]) =>
  fc.record({
    columns: fc.array(
      fc.array(fc.integer({ min: -4, max: 4 }), { minLength: rows, maxLength: rows }),
      { minLength: columns, maxLength: columns },
    ),
    weights: fc.array(fc.nat(3), { minLength: rows, maxLength: rows }),
  })
);

Deno.test("each column's sum is its own, however many there are", () => {
  fc.assert(fc.property(tables, ({ columns, weights }) => {
    const totals = new Float64Array(columns.length);
    weightedSums(
      columns.map((column) => Float64Array.from(column)),
      Float64Array.from(weights),
      totals,
    );
    const naive = columns.map((column) => column.reduce((sum, v, k) => sum + v * weights[k]!, 0));
    assert.deepEqual([...totals], naive.map((sum) => sum + 0));
  }));
});

Deno.test("too few weights are refused", () => {
  assert.throws(
    () => weightedSums([new Float64Array(3)], new Float64Array(2), new Float64Array(1)),
    RangeError,
  );
});

Deno.test("distinct columns differ, and every column is found among them", () => {
  fc.assert(fc.property(tables, ({ columns: lists }) => {
    const given = [...lists, ...lists.slice(0, 3)].map((column) => Float64Array.from(column));
    const { columns, placeOf } = distinctColumns(given);
    given.forEach((column, k) =>
      assert.deepEqual(columns[placeOf[k]!]!.map((v) => v + 0), column.map((v) => v + 0))
    );
    assert.equal(
      new Set(columns.map((column) => column.map((v) => v + 0).join())).size,
      columns.length,
    );
  }));
});
